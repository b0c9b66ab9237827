//! Only licences that let anyone use, change and pass on Doorstep without a second thought.

use serde_json::Value;

use super::{cargo, none_of};

const WELCOME: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Whether an SPDX licence expression (SPDX 2.3, annex D; `/` is cargo's old way to write OR) can
/// be met with welcome licences alone.
fn acceptable(expression: &str) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut tokens: Vec<&str> = spaced.split_whitespace().rev().collect();
    either(&mut tokens) && tokens.is_empty()
}

/// A chain of `OR`: one is enough. The tokens are in reverse, the next one last.
fn either(tokens: &mut Vec<&str>) -> bool {
    let mut good = both(tokens);
    while tokens.pop_if(|token| *token == "OR").is_some() {
        good |= both(tokens);
    }
    good
}

/// A chain of `AND`, which binds more closely: all are needed.
fn both(tokens: &mut Vec<&str>) -> bool {
    let mut good = one(tokens);
    while tokens.pop_if(|token| *token == "AND").is_some() {
        good &= one(tokens);
    }
    good
}

fn one(tokens: &mut Vec<&str>) -> bool {
    match tokens.pop() {
        Some("(") => {
            let good = either(tokens);
            tokens.pop() == Some(")") && good
        }
        Some(name) if tokens.pop_if(|token| *token == "WITH").is_some() => {
            let exception = tokens.pop().unwrap_or_default();
            WELCOME.contains(&name)
                || WELCOME.contains(&format!("{name} WITH {exception}").as_str())
        }
        Some(name) => WELCOME.contains(&name),
        None => false,
    }
}

#[test]
fn reads_licence_expressions() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-2.0) AND Unicode-3.0",
    ] {
        assert!(acceptable(good), "{good}");
    }
    for bad in [
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT",
        "",
        "GPL-3.0 OR MPL-2.0",
        "MIT MIT",
    ] {
        assert!(!acceptable(bad), "{bad}");
    }
}

#[test]
fn every_dependency_has_a_welcome_licence() {
    // For this machine and for the app: what is built, and so what is on the disk already.
    let about = std::process::Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc starts");
    let about = String::from_utf8(about.stdout).expect("rustc prints UTF-8");
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host");
    let metadata = cargo(&[
        "metadata",
        "--format-version=1",
        "--filter-platform=wasm32-unknown-unknown",
        &format!("--filter-platform={host}"),
    ]);
    let metadata: Value = serde_json::from_str(&metadata).expect("cargo prints JSON");
    let resolved = metadata["resolve"]["nodes"].as_array().expect("nodes");
    let used: Vec<&str> = resolved
        .iter()
        .filter_map(|node| node["id"].as_str())
        .collect();
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(
        used.len() > 50 && packages.len() > 50,
        "this looks at the wrong workspace"
    );
    let broken: Vec<String> = packages
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(&id)))
        .filter(|package| !acceptable(package["license"].as_str().unwrap_or_default()))
        .map(|package| {
            format!(
                "{} {}: {}",
                package["name"], package["version"], package["license"]
            )
        })
        .collect();
    none_of("licences that are not on the list", &broken);
}
