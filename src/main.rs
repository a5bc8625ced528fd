//! Arguments in, exit code out; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(codriver::cli::main())
}
