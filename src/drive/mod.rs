//! Room drive.
