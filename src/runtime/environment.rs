//! Room runtime, environment.
