//! Room runtime, saver.
