//! Room console.
