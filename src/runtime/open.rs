//! Room runtime, open.
