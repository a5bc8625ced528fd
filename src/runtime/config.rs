//! Room runtime, config.
