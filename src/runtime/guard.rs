//! Room runtime, guard.
