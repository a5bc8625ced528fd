//! Room runtime, clipboard.
