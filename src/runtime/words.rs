//! Room runtime, words.
