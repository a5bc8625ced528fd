//! The notation, held sentence by sentence.

mod live;
mod normal;
mod random;
mod refused;
mod spoken;
