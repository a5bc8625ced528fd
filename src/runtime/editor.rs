//! Room runtime, editor.
