//! `doorstep views`: for each form and each of its repeats a view in the database, and for
//! interviews, their lines, passages and needs, for programs that read tables by SQL.
//!
//! A view reads the entries as they are, so there is nothing to keep up to date, and what is erased
//! is gone from it at once. It does what the fold does: of the values of a field the last one that
//! is not ruled out counts, by (time, device). Rulings about rulings count; rulings about those
//! don't. Conflicts show the value that everybody sees meanwhile.

mod query;
mod talks;

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use ledger::SiteId;
use needs::{
    Lang, Purpose, Questionnaire,
    tables::{FEW, Kind, Layout, Listed, Responses, Wanted, all},
};

use crate::{
    cli::{say, text},
    exporting,
    storage::Storage,
    tables,
};

/// Columns of a view: PostgreSQL takes 1,600, SQLite 2,000.
const MOST_COLUMNS: usize = 1_500;
/// Characters of a name: PostgreSQL cuts at 63 bytes.
const LONGEST_NAME: usize = 60;

/// What views are called, and in which language names stand in them.
#[derive(Debug, Args)]
pub(crate) struct ViewOptions {
    /// What the views' names begin with
    #[arg(long, default_value = "")]
    prefix: String,
    /// The language of names of people, buildings and campaigns: zh-Hant, zh-Hans, en
    #[arg(long, default_value = "zh-Hant", value_parser = exporting::language)]
    lang: Lang,
}

impl ViewOptions {
    /// Makes the views of a site, or makes them anew.
    pub(crate) async fn renew(self, storage: &Storage, site: SiteId) -> Result<(), String> {
        renew(storage, site, &self.prefix, self.lang).await
    }
}

async fn renew(storage: &Storage, site: SiteId, prefix: &str, lang: Lang) -> Result<(), String> {
    let state = tables::fold(storage, site, &FEW).await.map_err(text)?;
    let listed = all(&state, [], lang);
    let (mut views, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for listed in listed.iter().filter(|listed| listed.table == "responses") {
        let layout = Layout::of(&state, &wanted(listed, lang), &BTreeSet::new());
        let layout = layout.map_err(|missing| format!("{missing:?}"))?;
        let Some(responses) = layout.responses() else {
            continue;
        };
        let name = free(&mut taken, &(prefix.to_owned() + &name_of(responses)));
        if layout.columns.len() > MOST_COLUMNS {
            say(format_args!(
                "{name}: left out, for it would have more than {MOST_COLUMNS} columns; \
                 `doorstep export --table responses` has them all"
            ))?;
            continue;
        }
        let query = query::of(storage.dialect(), site, responses, lang);
        views.insert(name, query);
    }
    let talks = Questionnaire::all(&state).into_iter();
    let talks = talks.filter(|form| form.purpose() == Purpose::Interview);
    let forms: Vec<String> = talks.map(|form| form.id.to_string()).collect();
    for kind in Kind::ALL {
        let name = free(&mut taken, &(prefix.to_owned() + kind.name()));
        let query = talks::of(storage.dialect(), site, (kind, &forms), lang);
        views.insert(name, query);
    }
    let views: Vec<(String, String)> = views.into_iter().collect();
    let made = storage.renew_views(site, &views).await;
    made.map_err(|error| format!("{error}; no view was changed (--prefix gives other names)"))?;
    for (name, _) in &views {
        say(name)?;
    }
    Ok(())
}

fn wanted(listed: &Listed, lang: Lang) -> Wanted {
    Wanted {
        table: listed.table.to_owned(),
        form: listed.form.as_ref().map(|(_, _, id)| id.to_string()),
        repeat: listed.repeat.clone(),
        names: lang,
        ..Wanted::default()
    }
}

/// `qp_08_16_f001_v1`, `qp_08_16_f001_v1_household`.
fn name_of(responses: &Responses) -> String {
    let (number, version) = responses.number_and_version();
    plain(&format!(
        "{number}_v{version}{}",
        responses.repeat().unwrap_or_default()
    ))
}

fn plain(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '_'
        }
    };
    text.chars().map(plain).collect()
}

/// A name that no other has and that no engine cuts.
fn free(taken: &mut BTreeSet<String>, wanted: &str) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while name.len() > LONGEST_NAME || taken.contains(&name) {
        let mut end = wanted.len().min(LONGEST_NAME - 6);
        while !wanted.is_char_boundary(end) {
            end -= 1;
        }
        name = format!("{}_{number}", &wanted[..end]);
        number += 1;
    }
    taken.insert(name.clone());
    name
}
