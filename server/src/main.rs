//! The binary `doorstep`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
