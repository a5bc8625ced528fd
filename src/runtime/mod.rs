//! Room runtime.
