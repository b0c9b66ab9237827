//! Bundles at the command line: in, out, and whether all is as it was written.

use std::{
    fmt::Display,
    fs, io,
    path::{Path, PathBuf},
};

use ledger::{Bundle, Ledger, SiteId};

use crate::{
    carrying::{self, Brought},
    cli::{say, text},
    ledgers,
    storage::{Opening, Storage, StoredSite, Taking},
};

pub(crate) async fn import(storage: &Storage, file: &PathBuf, door: Opening) -> Result<(), String> {
    let at = |why: &dyn Display| format!("{}: {why}; nothing was taken in", file.display());
    let bytes = fs::read(file).map_err(|error| at(&error))?;
    let bundle = Bundle::read(&bytes).map_err(|error| at(&error))?;
    let site = bundle.site;
    let is_here = storage
        .sites()
        .await
        .map_err(text)?
        .iter()
        .any(|stored| stored.id == site);
    let here = if is_here {
        ledgers::read(storage, site).await.map_err(text)?.0
    } else {
        Ledger::new(site)
    };
    let opening = bundle.open(&here).map_err(|error| at(&error))?;
    if !is_here {
        storage.make_site(site, door).await.map_err(text)?;
    }
    let pushed = storage
        .push(site, opening.fresh, Taking::AllOrNone)
        .await
        .map_err(text)?;
    let (added, known) = (pushed.added, opening.known);
    say(format_args!(
        "Site {site}: {added} entries taken in, {known} were here already."
    ))?;
    if opening.files.is_empty() {
        return Ok(());
    }
    let brought = carrying::bring(storage, site, &opening.files, u64::MAX).await;
    let Brought { here, unnamed, .. } = brought.map_err(text)?;
    say(format_args!("{here} files of it are here."))?;
    if unnamed > 0 {
        // Most likely the second of several files, before the first.
        return Err(format!(
            "{unnamed} files were left out: no entry names them. Import the bundle with the \
             entries first, then this one again"
        ));
    }
    Ok(())
}

pub(crate) async fn export(
    storage: &Storage,
    site: Option<SiteId>,
    file: Option<PathBuf>,
) -> Result<(), String> {
    let sites = storage.sites().await.map_err(text)?;
    let site = chosen(&sites, site)?;
    let (ledger, entries) = ledgers::read(storage, site).await.map_err(text)?;
    let (device, made) = (ledgers::new_device(), ledgers::now());
    let files = storage.files(site).await.map_err(text)?;
    let files = files.into_iter().filter(|file| file.whole);
    let parts = ledger::spread(files.map(|file| {
        let size = file.have;
        (file, size)
    }));
    let mut bundle = Bundle::new(&ledger, device, made, entries);
    let Some(first) = file else {
        return match &parts[..] {
            [files] => carrying::write(storage, &bundle, files, &mut io::stdout()).await,
            _ => Err(format!(
                "the files of this site fill {} bundles; name a file to write to",
                parts.len()
            )),
        };
    };
    for (files, number) in parts.iter().zip(1..) {
        let file = numbered(&first, number);
        let at = |why: &dyn Display| format!("{}: {why}", file.display());
        let mut to = io::BufWriter::new(fs::File::create(&file).map_err(|why| at(&why))?);
        let written = carrying::write(storage, &bundle, files, &mut to).await;
        written.map_err(|why| at(&why))?;
        // The entries are in the first; the others bring more files.
        bundle = Bundle::of_files(&ledger, device, made);
    }
    if parts.len() > 1 {
        let last = numbered(&first, parts.len());
        let (first, last) = (first.display(), last.display());
        say(format_args!(
            "Written to {first} up to {last}: import them in this order."
        ))?;
    }
    Ok(())
}

/// `site.json` for the first, `site-2.json` for the second.
fn numbered(file: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return file.to_owned();
    }
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let extension = file
        .extension()
        .map(|extension| extension.to_string_lossy());
    let extension = extension.map_or(String::new(), |extension| format!(".{extension}"));
    file.with_file_name(format!("{stem}-{number}{extension}"))
}

/// The site that is meant.
pub(crate) fn chosen(sites: &[StoredSite], site: Option<SiteId>) -> Result<SiteId, String> {
    match (site, sites) {
        (Some(site), sites) if sites.iter().any(|stored| stored.id == site) => Ok(site),
        (Some(site), _) => Err(format!("there is no site {site}; see `doorstep site list`")),
        (None, [only]) => Ok(only.id),
        (None, []) => Err("there is no site to export".to_owned()),
        (None, _) => Err("there are several sites; choose one with --site ID".to_owned()),
    }
}
