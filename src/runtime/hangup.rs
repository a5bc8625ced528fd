//! Room runtime, hangup.
