//! An interview as a row: the fields of QP-08-16-F002.

use ledger::{Record, RecordId, State};
use report::Cell;

use super::{Made, Talks, campaign, door, maker, meta, number, text};
use crate::{
    Interview, Lang,
    consent::{Lost, Scope},
    interview::Line,
    review::{Review, Stage},
};

pub(super) const COLUMNS: [&str; 37] = [
    "_id",
    "_form",
    "_version",
    "_unit",
    "_unit_id",
    "_building",
    "_floor",
    "tenure",
    "_campaign",
    "group",
    "title",
    "place",
    "_by",
    "_by_id",
    "_device",
    "_started",
    "_finished",
    "minutes",
    "present",
    "present_count",
    "consent_interview",
    "consent_recording",
    "consent_photo",
    "guide_covered",
    "guide_points",
    "covered",
    "lines",
    "characters",
    "recordings",
    "recorded_seconds",
    "files",
    "passages",
    "themes",
    "needs",
    "review",
    "reviewed",
    "_changed",
];

const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::New => "new",
        Stage::Corrected => "corrected",
        Stage::Returned => "returned",
        Stage::Accepted => "accepted",
    }
}

impl Talks {
    pub(super) fn interview<'a>(
        &'a self,
        state: &'a State,
        id: RecordId,
        record: &'a Record,
        lost: Lost,
        lang: Lang,
    ) -> Vec<Cell<'a>> {
        let one = Interview::of_record(id, record);
        let form = one.form().and_then(|form| self.forms.get(&form));
        let mut row = vec![
            meta::id(id),
            Cell::maybe(form.map(|(number, _)| number.as_str())),
            Cell::maybe(form.map(|(_, version)| version.as_str())),
        ];
        row.extend(door(state, one.unit(), lang));
        row.extend([
            campaign(state, record, lang),
            number(u8::from(one.is_group())),
            Cell::maybe(one.title()),
            Cell::maybe(one.place()),
        ]);
        row.extend(maker(state, record, lang));
        row.extend([
            Cell::maybe(one.started()),
            Cell::maybe(one.finished()),
            one_or_none(one.minutes()),
        ]);
        let present = one.present();
        let names = present
            .iter()
            .map(|who| format!("{} ({})", who.name, who.role));
        row.extend([
            text(names.collect::<Vec<_>>().join("; ")),
            number(present.len()),
        ]);
        row.extend(
            [Scope::Interview, Scope::Recording, Scope::Photo].map(|scope| {
                let mut decided = one.consents().into_iter();
                let named = decided.find(|(name, _)| *name == scope.name());
                Cell::maybe(named.and_then(|(_, id)| self.decided.get(&id).copied()))
            }),
        );
        row.extend(self.covered(one));
        row.extend(extent(one, lost));
        row.extend(self.made(id));
        let review = Review::of(state, id);
        row.extend([
            Cell::maybe(review.map(|review| stage_name(review.stage()))),
            Cell::maybe(
                review
                    .and_then(Review::reviewed)
                    .map(|touch| touch.wall.as_str()),
            ),
            Cell::text(record.changed().wall.as_str()),
        ]);
        row
    }

    /// How many points of the guide were covered, of how many, and which.
    fn covered<'a>(&'a self, one: Interview<'a>) -> [Cell<'a>; 3] {
        let covered = one.covered();
        let guide = one.form().and_then(|form| self.guides.get(&form));
        let label = |path: &'a str| {
            let mut points = guide.into_iter().flatten();
            let point = points.find(|(known, _)| known == path);
            point.map_or(path, |(_, label)| label.as_str())
        };
        let labels: Vec<_> = covered.iter().map(|path| label(path)).collect();
        [
            number(covered.len()),
            guide.map_or(Cell::Empty, |guide| number(guide.len())),
            text(labels.join("; ")),
        ]
    }

    fn made<'a>(&self, id: RecordId) -> [Cell<'a>; 3] {
        let none = Made::default();
        let made = self.made.get(&id).unwrap_or(&none);
        let themes = made
            .marks
            .iter()
            .flat_map(|mark| mark.themes.iter().copied());
        [
            number(made.marks.len()),
            text(self.themes.named(themes)),
            number(made.needs),
        ]
    }
}

/// Lines, characters, recordings with their length, and other files.
fn extent<'a>(one: Interview<'_>, lost: Lost) -> [Cell<'a>; 5] {
    let lines: Vec<Line<'_>> = one.lines();
    let characters: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let recordings = if lost.recordings {
        Vec::new()
    } else {
        one.recordings()
    };
    let recorded: i64 = recordings.iter().filter_map(|one| one.length()).sum();
    let files = one.files();
    let attached = one.attachments().into_iter().filter(|(name, _)| {
        let mut files = files.iter();
        files.any(|file| file.name == *name && !lost.takes_file(&file.media_type))
    });
    [
        number(lines.len()),
        number(characters),
        number(recordings.len()),
        number(recorded / 1000),
        number(attached.count()),
    ]
}

fn one_or_none<'a>(value: Option<u32>) -> Cell<'a> {
    value.map_or(Cell::Empty, number)
}
