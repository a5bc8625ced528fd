//! Room interchange.
