//! People and their devices at the command line: invite, list, tell to leave.

use std::collections::BTreeMap;

use ledger::{Author, DeviceId, Ledger, RecordId, Salt, SiteId};
use needs::{Lang, Localised, Person, Role};
use qrcodegen::{QrCode, QrCodeEcc};
use uuid::Uuid;

use crate::{
    bundles::chosen,
    cli::{say, text},
    ledgers,
    routes::invitations::invite as make_invitation,
    storage::{Opening, Storage, Taking},
};

/// Whom to invite.
pub(crate) struct Guest {
    /// Their name, as it is written.
    pub(crate) name: String,
    /// What they are at the site.
    pub(crate) role: Role,
}

/// Makes an invitation and prints code, link and QR code. A person of that name and role who is
/// there already is invited again; else their record is written.
pub(crate) async fn invite(
    storage: &Storage,
    site: Option<SiteId>,
    guest: &Guest,
    url: &str,
) -> Result<(), String> {
    let sites = storage.sites().await.map_err(text)?;
    let site = chosen(&sites, site)?;
    if storage.opening(site).await.map_err(text)? == Opening::Open {
        return Err("this site is open to anyone: nobody has to be invited".to_owned());
    }
    let (ledger, _) = ledgers::read(storage, site).await.map_err(text)?;
    let known = Person::all(ledger.state()).into_iter().find(|person| {
        person.role() == guest.role
            && Lang::ALL
                .iter()
                .any(|lang| person.name(*lang) == guest.name)
    });
    let person = match known {
        Some(person) => person.id,
        None => write_person(storage, ledger, guest).await?,
    };
    let made = make_invitation(storage, site, person)
        .await
        .map_err(|error| error.message().to_owned())?;
    let link = format!("{}/#join={site}.{}", url.trim_end_matches('/'), made.code);
    say(format_args!(
        "{} ({}) joins with this code until {}. It works once.\n\n  {}\n\n  {link}\n",
        guest.name,
        guest.role.name(),
        made.expires,
        made.code,
    ))?;
    say(drawn(&link)?)?;
    if url.contains("//127.0.0.1") || url.contains("//localhost") {
        say(
            "This link works on this machine alone: give --url with the address that tablets use.",
        )?;
    }
    Ok(())
}

async fn write_person(
    storage: &Storage,
    mut ledger: Ledger,
    guest: &Guest,
) -> Result<RecordId, String> {
    let (site, person) = (ledger.site(), RecordId(ledgers::new_id()));
    let name = Localised {
        zh_hant: &guest.name,
        zh_hans: &guest.name,
        en: &guest.name,
    };
    let author = Author {
        device: ledgers::new_device(),
        actor: RecordId(site.0),
    };
    let salt = Salt(Uuid::new_v4().into_bytes());
    let change = Person::change(person, name, guest.role);
    let entry = ledger
        .write(author, ledgers::now(), salt, change)
        .map_err(text)?;
    let pushed = storage.push(site, vec![entry], Taking::AllOrNone).await;
    pushed.map(|_| person).map_err(text)
}

/// A QR code in characters: two modules above each other are one, so that it is square.
fn drawn(link: &str) -> Result<String, String> {
    let code = QrCode::encode_text(link, QrCodeEcc::Medium).map_err(text)?;
    let (quiet, size) = (2, code.size());
    let mut lines = String::new();
    for y in (-quiet..size + quiet).step_by(2) {
        lines += "  ";
        for x in -quiet..size + quiet {
            // Light on a dark terminal: the light modules are drawn.
            lines.push(match (code.get_module(x, y), code.get_module(x, y + 1)) {
                (true, true) => ' ',
                (true, false) => '▄',
                (false, true) => '▀',
                (false, false) => '█',
            });
        }
        lines.push('\n');
    }
    Ok(lines)
}

/// Lists the devices of a site, or of all sites.
pub(crate) async fn list(storage: &Storage, site: Option<SiteId>) -> Result<(), String> {
    for stored in storage.sites().await.map_err(text)? {
        if site.is_some_and(|site| site != stored.id) {
            continue;
        }
        let devices = storage.enrolled(stored.id).await.map_err(text)?;
        let names = names(storage, stored.id).await?;
        for device in devices {
            let person = names.get(&device.person).map_or("?", String::as_str);
            let state = match (&device.revoked, &device.seen) {
                (Some(revoked), _) => format!("left {revoked}"),
                (None, Some(seen)) => format!("seen {seen}"),
                (None, None) => format!("joined {}", device.joined),
            };
            say(format_args!(
                "{}  {person}  {}  {state}",
                device.device, device.label
            ))?;
        }
    }
    Ok(())
}

async fn names(storage: &Storage, site: SiteId) -> Result<BTreeMap<RecordId, String>, String> {
    let (ledger, _) = ledgers::read(storage, site).await.map_err(text)?;
    let people = Person::all(ledger.state());
    let named = |person: &Person<'_>| {
        let role = person.role().name();
        (person.id, format!("{} ({role})", person.name(Lang::En)))
    };
    Ok(people.iter().map(named).collect())
}

/// Tells a device to leave every site that it has joined.
pub(crate) async fn revoke(storage: &Storage, device: DeviceId) -> Result<(), String> {
    let mut left = 0;
    for site in storage.sites().await.map_err(text)? {
        if storage
            .revoke(site.id, device)
            .await
            .map_err(text)?
            .is_some()
        {
            left += 1;
        }
    }
    if left == 0 {
        return Err(format!("no device {device} is in; see `doorstep devices`"));
    }
    say(format_args!(
        "Device {device} was told to leave. What it has not sent stays on it."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_square_with_a_quiet_edge() {
        let drawn = drawn("https://doorstep.example/#join=x.7K3Q-0M9T-XW2B-H5RD").unwrap();
        let lines: Vec<&str> = drawn.lines().collect();
        let width = lines[0].chars().count() - 2;
        assert_eq!(lines.len(), width.div_ceil(2));
        assert!(lines[0].trim().chars().all(|c| c == '█'));
    }
}
