//! Processes: the sudden end of one with all that it started.

use std::{
    collections::BTreeMap,
    fs,
    process::{Child, Command, Stdio},
};

/// Ends a process and its descendants as a dead battery would: at once, with no last word.
pub(crate) fn kill_tree(mut child: Child) {
    let mut doomed = descendants(child.id());
    doomed.push(child.id());
    // The display of a browser that has none of its own is no part of the accident; killed, it
    // would leave its number taken for good.
    let (displays, doomed): (Vec<_>, Vec<_>) = doomed.into_iter().partition(|id| {
        let name = fs::read_to_string(format!("/proc/{id}/comm"));
        name.is_ok_and(|name| name.trim() == "Xvfb")
    });
    signal("KILL", &doomed);
    if !displays.is_empty() {
        signal("TERM", &displays);
    }
    // Reaps it; a process that is gone already is fine.
    let _ = child.kill();
    let _ = child.wait();
}

/// Sends a signal to processes by their ids.
pub(crate) fn signal(name: &str, ids: &[u32]) {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}"));
    kill.args(ids.iter().map(u32::to_string));
    // One of them may have ended by itself.
    let status = kill.stderr(Stdio::null()).status();
    status.expect("the program `kill`");
}

/// The processes below one, as `/proc` lists them.
fn descendants(top: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        if let Some(parent) = parent(id) {
            children.entry(parent).or_default().push(id);
        }
    }
    let mut found = Vec::new();
    let mut open = vec![top];
    while let Some(id) = open.pop() {
        for child in children.remove(&id).unwrap_or_default() {
            found.push(child);
            open.push(child);
        }
    }
    found
}

/// The fourth field of `stat`; the second is a name in parentheses that may hold anything
/// (proc(5)).
fn parent(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok()
}
