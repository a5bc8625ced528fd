//! Room runtime, watch.
