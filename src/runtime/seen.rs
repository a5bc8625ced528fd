//! Room runtime, seen.
