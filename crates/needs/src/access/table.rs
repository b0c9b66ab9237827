//! The rules as a page for people, made from the rules themselves.

use std::fmt::Write as _;

use super::{Breach, Deed, FIELDS, OTHER, RULES, Readers, Rule, Writers};
use crate::Role;

const HEAD: &str = "# Who may do what

On a site that is not a demonstration the server knows who each tablet belongs to, and checks every
entry that comes in and every body that goes out. This page is made from the rules
(`crates/needs/src/access.rs`) and a test keeps it so; `UPDATE_SNAPSHOTS=1 cargo test -p needs`
writes it anew.

- An entry that breaks a rule is kept and has no effect: the server rules it out, with a reason that
  shows, and a manager can lift the ruling. Nothing that someone wrote is thrown away, and the
  entries after it in the same tablet's chain go on.
- A body that a person may not read is withheld: they get the entry's head, so that the chain still
  verifies, without `salt` and `set`. Files follow the record that names them.
- A role that a version does not know may do the least: an auditor's.
";

/// `docs/ACCESS.md`.
pub fn document() -> String {
    let mut page = HEAD.to_owned();
    page += "\n## Writing\n\n| kind |";
    heading(&mut page);
    for rule in RULES.iter().chain([&OTHER]) {
        let _ = write!(page, "| {} |", kind(rule));
        for role in Role::ALL {
            let _ = write!(page, " {} |", writes(rule, role));
        }
        page.push('\n');
    }
    page += "\n*own*: records that nobody else began. The server alone writes what no role writes. \
             A ruling is the server's; a manager writes only its field `lifted`.\n";
    page +=
        "\nSome fields only some of them write:\n\n| kind | field | roles |\n| --- | --- | --- |\n";
    for rule in FIELDS {
        let roles: Vec<&str> = rule.roles.iter().map(|role| role.name()).collect();
        let more = if rule.field.ends_with(':') { "…" } else { "" };
        let (kind, field) = (rule.kind, rule.field);
        let _ = writeln!(
            page,
            "| `{kind}` | `{field}{more}` | {} |",
            roles.join(", ")
        );
    }
    page += "\n## Reading bodies\n\n| kind |";
    heading(&mut page);
    for rule in RULES.iter().chain([&OTHER]) {
        let _ = write!(page, "| {} |", kind(rule));
        for role in Role::ALL {
            let _ = write!(page, " {} |", reads(rule, role));
        }
        page.push('\n');
    }
    page += "\n*own*: entries about records that the person has written about.\n";
    page += "\n## Asking the server\n\n| deed |";
    heading(&mut page);
    for deed in Deed::ALL {
        let name = match deed {
            Deed::Invite => "invite a person",
            Deed::Revoke => "tell a tablet to leave",
            Deed::SeeDevices => "see the tablets",
            Deed::Export => "export in other formats",
        };
        let _ = write!(page, "| {name} |");
        for role in Role::ALL {
            let may = deed.roles().contains(&role);
            let _ = write!(page, " {} |", if may { "yes" } else { "–" });
        }
        page.push('\n');
    }
    page += "\n## Why an entry is ruled out\n\n| `why` | meaning |\n| --- | --- |\n";
    for breach in Breach::ALL {
        let _ = writeln!(page, "| `{}` | {breach} |", breach.name());
    }
    page
}

fn heading(page: &mut String) {
    for role in Role::ALL {
        let _ = write!(page, " {} |", role.name());
    }
    *page += "\n|";
    *page += &" --- |".repeat(Role::ALL.len() + 1);
    page.push('\n');
}

fn kind(rule: &Rule) -> String {
    rule.kind
        .map_or("any other".to_owned(), |kind| format!("`{kind}`"))
}

fn writes(rule: &Rule, role: Role) -> &'static str {
    match rule.writers {
        Writers::Roles(roles) if roles.contains(&role) => "yes",
        Writers::OwnOrRoles(roles) if roles.contains(&role) => match role {
            Role::Supervisor | Role::Manager => "yes",
            Role::Assistant | Role::Executive | Role::Auditor => "own",
        },
        _ => "–",
    }
}

fn reads(rule: &Rule, role: Role) -> &'static str {
    let all = role.may(crate::Act::ReadAll);
    match rule.readers {
        Readers::All => "yes",
        Readers::OwnOrOffice | Readers::Office if all => "yes",
        Readers::OwnOrOffice => "own",
        Readers::Office => "–",
    }
}
