//! The crates are the part of Doorstep that runs anywhere: no browser, no runtime, no database, no
//! clock and no dice. And each knows only what lies below it.

use super::{cargo, crates, none_of};

/// What would tie a crate to a browser, a runtime, a database, a clock or a source of randomness.
const OUTSIDE_WORLD: [&str; 26] = [
    "axum",
    "async-std",
    "diesel",
    "getrandom",
    "gloo-net",
    "gloo-storage",
    "gloo-timers",
    "hyper",
    "iana-time-zone",
    "js-sys",
    "leptos",
    "leptos_router",
    "libsqlite3-sys",
    "mio",
    "postgres",
    "rand",
    "reqwest",
    "rusqlite",
    "smol",
    "sqlx",
    "tokio",
    "tokio-postgres",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
    "web-time",
];

/// Who must not know whom, though both are ours.
const STRANGERS: [(&str, &[&str]); 4] = [
    ("form", &["ledger", "needs"]),
    ("vault", &["ledger", "needs"]),
    ("insight", &["ledger", "needs"]),
    ("ledger", &["form", "needs"]),
];

/// All packages that end up in the app through this one, by the features that it asks for itself.
fn dependencies(package: &str) -> Vec<String> {
    let tree = cargo(&[
        "tree",
        "--package",
        package,
        "--edges=normal,no-proc-macro",
        "--target=wasm32-unknown-unknown",
        "--prefix=none",
        "--format={p}",
    ]);
    // `serde v1.0.0 (/path)`; the first line is the package itself.
    let names = tree
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[test]
fn crates_do_not_know_the_outside_world() {
    let mut broken = Vec::new();
    for package in crates() {
        for dependency in dependencies(&package) {
            if OUTSIDE_WORLD.contains(&dependency.as_str()) {
                broken.push(format!("{package} depends on {dependency}"));
            }
        }
    }
    broken.dedup();
    none_of(
        "crates/* must run without browser, runtime, database, clock and dice",
        &broken,
    );
}

#[test]
fn crates_know_only_what_lies_below_them() {
    let present = crates();
    let mut broken = Vec::new();
    for (package, strangers) in STRANGERS {
        // A room that is not built yet has no neighbours.
        if present.iter().any(|name| name == package) {
            let known = dependencies(package);
            let wrong = strangers
                .iter()
                .filter(|stranger| known.contains(&(**stranger).into()));
            broken.extend(wrong.map(|stranger| format!("{package} depends on {stranger}")));
        }
    }
    none_of("a crate must not know what is built upon it", &broken);
}

#[test]
fn the_app_does_depend_on_the_browser() {
    // Proof that the list above is compared with real names.
    let app = dependencies("doorstep");
    for name in ["web-sys", "js-sys", "wasm-bindgen", "leptos", "form"] {
        assert!(app.contains(&name.to_owned()), "{name} is not in {app:?}");
    }
}
