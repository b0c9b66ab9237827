//! Responses to one version of a questionnaire as rows, and instances of its repeats as rows of
//! tables of their own, with the keys of the rows that they belong to.

use std::collections::{BTreeMap, BTreeSet};

use form::{Control, Field, Form};
use ledger::{FileRef, Record, RecordId, State};
use report::{Cell, Column};

use super::{Missing, Wanted, file_name, list, meta};
use crate::{
    Campaign, Lang, Questionnaire, Unit,
    consent::{Lost, Scope},
};

/// The responses to one version of a questionnaire, or the instances of one of its repeats.
#[derive(Debug)]
pub struct Responses {
    form: RecordId,
    scope: Scope,
    number: String,
    version: String,
    repeat: Option<String>,
    /// The repeats that this one is in.
    around: Vec<String>,
    fields: Vec<Answered>,
}

/// A column, or several, that an answer fills.
#[derive(Debug)]
struct Answered {
    name: String,
    path: String,
    label: Option<String>,
    number: bool,
    /// Names and labels of choices that have columns of their own.
    choices: Vec<(String, Option<String>)>,
}

const META: [&str; 15] = [
    "_id",
    "_unit",
    "_unit_id",
    "_building",
    "_floor",
    "_campaign",
    "_by",
    "_by_id",
    "_device",
    "_form",
    "_version",
    "_language",
    "_started",
    "_finished",
    "_changed",
];
const REPEAT_META: [&str; 4] = ["_key", "_parent", "_index", "_id"];

impl Responses {
    pub(super) fn of(form: Questionnaire<'_>, wanted: &Wanted) -> Result<Self, Missing> {
        let read = list::read(form).ok_or(Missing::Unreadable)?;
        let repeat = wanted.repeat.as_deref().filter(|path| !path.is_empty());
        if repeat.is_some_and(|wanted| !read.repeats().any(|path| path == wanted)) {
            return Err(Missing::Repeat);
        }
        Ok(Self {
            form: form.id,
            scope: Scope::of(form.purpose()),
            number: form.number().to_owned(),
            version: form.version().to_owned(),
            repeat: repeat.map(str::to_owned),
            around: read
                .repeats()
                .filter(|outer| {
                    repeat.is_some_and(|repeat| repeat.starts_with(&format!("{outer}/")))
                })
                .collect(),
            fields: answered(&read, repeat, wanted),
        })
    }

    /// The consent under which they were given.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The questionnaire whose responses these are.
    pub fn form(&self) -> RecordId {
        self.form
    }

    /// The path of the repeat whose instances are the rows.
    pub fn repeat(&self) -> Option<&str> {
        self.repeat.as_deref()
    }

    /// The paths of the repeats that this one is in, from the outside.
    pub fn repeats_around(&self) -> impl Iterator<Item = &str> {
        self.around.iter().map(String::as_str)
    }

    /// Number and version of the questionnaire.
    pub fn number_and_version(&self) -> (&str, &str) {
        (&self.number, &self.version)
    }

    /// The columns that answers fill: name, path without numbers of instances, whether it is a
    /// number.
    pub fn answered(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        let fields = self.fields.iter();
        fields.map(|field| (field.name.as_str(), field.path.as_str(), field.number))
    }

    fn meta(&self) -> &'static [&'static str] {
        if self.repeat.is_some() {
            &REPEAT_META
        } else {
            &META
        }
    }

    pub(super) fn columns(&self, _: &Wanted) -> Vec<Column> {
        let mut columns: Vec<Column> = self.meta().iter().map(|name| Column::new(*name)).collect();
        for field in &self.fields {
            columns.push(Column {
                name: field.name.clone(),
                label: field.label.clone(),
            });
            columns.extend(field.choices.iter().map(|(choice, label)| Column {
                name: format!("{}/{choice}", field.name),
                label: label.clone(),
            }));
        }
        columns
    }

    pub(super) fn file_name(&self) -> String {
        let mut name = format!("{}_v{}", self.number, self.version);
        if let Some(repeat) = &self.repeat {
            name += &repeat.replace('/', "_");
        }
        file_name(&name)
    }

    pub(super) fn rows(
        &self,
        state: &State,
        (id, record): (RecordId, &Record),
        lost: Lost,
        lang: Lang,
        add: &mut impl FnMut(Vec<Cell<'_>>),
    ) {
        if record.link("form") != Some(self.form) {
            return;
        }
        let gone: Vec<String> = if lost.any() {
            let files = FileRef::all_of(record);
            let gone = files.filter(|file| lost.takes_file(&file.media_type));
            gone.map(|file| file.name).collect()
        } else {
            Vec::new()
        };
        let answers: BTreeMap<&str, &str> = record
            .members("answer:")
            .filter_map(|(path, value)| Some((path, value.as_str()?)))
            .filter(|(_, value)| !gone.iter().any(|name| name == value))
            .collect();
        match &self.repeat {
            None => {
                let mut row = self.about(state, id, record, lang);
                self.answers(&answers, "", 0, &mut row);
                add(row);
            }
            Some(repeat) => {
                for instance in instances(&answers, repeat) {
                    let mut row = about_instance(id, &instance);
                    self.answers(&answers, &instance, repeat.len(), &mut row);
                    add(row);
                }
            }
        }
    }

    fn about<'a>(
        &'a self,
        state: &'a State,
        id: RecordId,
        record: &'a Record,
        lang: Lang,
    ) -> Vec<Cell<'a>> {
        let unit = record.link("unit");
        let door = unit.and_then(|unit| Unit::find(state, unit));
        let campaign = record.link("campaign");
        let campaign = campaign.and_then(|campaign| Campaign::find(state, campaign));
        let made = record.created();
        let changed = record.changed();
        vec![
            meta::id(id),
            Cell::maybe(door.map(Unit::label)),
            Cell::maybe(unit.map(|unit| unit.to_string())),
            meta::building(state, door.and_then(Unit::building), lang),
            Cell::number(door.map_or(String::new(), |door| door.floor().to_string())),
            Cell::maybe(campaign.map(|campaign| campaign.name(lang))),
            meta::person(state, made.actor, lang),
            meta::id(made.actor),
            Cell::text(made.device.to_string()),
            Cell::text(self.number.as_str()),
            Cell::text(self.version.as_str()),
            Cell::maybe(record.text("language")),
            Cell::maybe(record.text("started")),
            Cell::text(made.wall.as_str()),
            Cell::text(changed.wall.as_str()),
        ]
    }

    /// The answers of one instance; `inside` is how long the path of its repeat is.
    fn answers<'a>(
        &self,
        answers: &BTreeMap<&str, &'a str>,
        instance: &str,
        inside: usize,
        row: &mut Vec<Cell<'a>>,
    ) {
        for field in &self.fields {
            let path = format!("{instance}{}", &field.path[inside..]);
            let value = answers.get(path.as_str()).copied();
            row.push(match value {
                Some(value) if field.number => Cell::number(value),
                value => Cell::maybe(value),
            });
            row.extend(field.choices.iter().map(|(choice, _)| match value {
                None => Cell::Empty,
                Some(value) => {
                    let chosen = value.split_whitespace().any(|name| name == choice);
                    Cell::number(if chosen { "1" } else { "0" })
                }
            }));
        }
    }
}

/// The columns of the main table, or of one repeat.
fn answered(form: &Form, repeat: Option<&str>, wanted: &Wanted) -> Vec<Answered> {
    let language = wanted.labels.and_then(|lang| form.language_for(lang.tag()));
    let language = language.unwrap_or_else(|| form.default_language());
    let fields: Vec<Field<'_>> = form
        .fields()
        .filter(|field| field.repeat().as_deref() == repeat)
        .collect();
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&str> = fields
        .iter()
        .map(|field| field.name())
        .filter(|name| !seen.insert(*name))
        .collect();
    let reserved: &[&str] = if repeat.is_some() {
        &REPEAT_META
    } else {
        &META
    };
    let made = fields.into_iter().map(|field| {
        let path = field.path();
        let name = field.name();
        let short = !twice.contains(name) && !reserved.contains(&name);
        let several = field.control() == Some(Control::SelectMultiple) && wanted.split;
        let labelled = |label: Option<String>| label.filter(|_| wanted.labels.is_some());
        let choices = if several {
            field.choices(language)
        } else {
            Vec::new()
        };
        let mut once = BTreeSet::new();
        Answered {
            name: if short {
                name.to_owned()
            } else {
                path[1..].to_owned()
            },
            label: labelled(field.label(language)),
            number: field.is_number(),
            choices: choices
                .into_iter()
                .filter(|(choice, _)| once.insert(*choice))
                .map(|(choice, label)| (choice.to_owned(), labelled(label)))
                .collect(),
            path,
        }
    });
    made.collect()
}

/// The instances of a repeat that have an answer, in their order: `/household[2]/member[1]`.
fn instances(answers: &BTreeMap<&str, &str>, repeat: &str) -> Vec<String> {
    let found: BTreeSet<Vec<(&str, u64)>> = answers
        .keys()
        .filter_map(|path| instance(path, repeat))
        .collect();
    let path = |steps: Vec<(&str, u64)>| {
        let steps = steps.into_iter().map(|(name, number)| match number {
            0 => format!("/{name}"),
            number => format!("/{name}[{number}]"),
        });
        steps.collect()
    };
    let mut ordered: Vec<_> = found.into_iter().collect();
    ordered.sort_by_key(|steps| steps.iter().map(|(_, number)| *number).collect::<Vec<_>>());
    ordered.into_iter().map(path).collect()
}

/// The part of a path that is an instance of the repeat: names with numbers, 0 where there is none.
fn instance<'a>(path: &'a str, repeat: &str) -> Option<Vec<(&'a str, u64)>> {
    let mut steps = Vec::new();
    let mut parts = path[1..].split('/');
    for wanted in repeat[1..].split('/') {
        let part = parts.next()?;
        let (name, number) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((name, number)) => (name, number.parse().ok()?),
            None => (part, 0),
        };
        if name != wanted {
            return None;
        }
        steps.push((name, number));
    }
    // Without a number it is not in an instance of this repeat.
    steps
        .last()
        .is_some_and(|(_, number)| *number > 0)
        .then_some(steps)
}

/// Key, parent, number, response.
fn about_instance<'a>(id: RecordId, instance: &str) -> Vec<Cell<'a>> {
    let (outer, index) = instance.rsplit_once('[').unwrap_or((instance, ""));
    // What is around it: the next instance outwards, or the response.
    let parent = outer.rfind(']').map_or("", |end| &outer[..=end]);
    vec![
        Cell::text(format!("{id}{instance}")),
        Cell::text(format!("{id}{parent}")),
        Cell::number(index.trim_end_matches(']').to_owned()),
        meta::id(id),
    ]
}
