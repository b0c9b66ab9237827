//! Signs of quality in words: what was found, and by which rule.

use form::{Context, Session};
use needs::{
    Interview, Response, Unit,
    consent::Withdrawals,
    quality::{Peers, Rules, Shape, Sign, shape, signs, talk_signs},
    review::Item,
};

use crate::{
    desk::Desk,
    locales::{ReviewTexts, fill, language},
    pages::{notebook::guide::Guide, survey::forms, today::unit_line},
};

/// Finds signs; made once for a list.
pub(super) struct Judge {
    desk: Desk,
    peers: Peers,
    rules: Rules,
}

impl Judge {
    pub(super) fn new(desk: Desk) -> Self {
        let site = desk.site();
        let (peers, rules) = desk.read(|state| (Peers::of(state), Rules::of(state, site)));
        Self { desk, peers, rules }
    }

    /// The signs of a response or an interview.
    pub(super) fn signs(&self, item: Item) -> Vec<Sign> {
        let desk = self.desk;
        if item.kind == Interview::KIND {
            return self.of_talk(item);
        }
        let known = desk.read(|state| {
            let response = Response::find(state, item.id)?;
            Some((response.form()?, response.answers()))
        });
        let Some((form, answers)) = known else {
            return Vec::new();
        };
        let form = forms::compiled(desk, form).ok();
        let of_form = form.map(|form| shape(&Session::resume(form, Context::default(), &answers)));
        desk.read(|state| {
            let response = Response::find(state, item.id);
            let signs = response.map(|response| {
                let shape: Option<&Shape> = of_form.as_ref();
                signs(state, &self.peers, self.rules, response, shape)
            });
            signs.unwrap_or_default()
        })
    }
}

impl Judge {
    fn of_talk(&self, item: Item) -> Vec<Sign> {
        let desk = self.desk;
        let form = desk.read(|state| Interview::find(state, item.id)?.form());
        let points = Guide::read(desk, form, language()).topics().count();
        desk.read(|state| {
            let one = Interview::find(state, item.id);
            let one = one.filter(|one| !one.lost(&Withdrawals::of(state)).content);
            let signs = one.map(|one| talk_signs(state, &self.peers, self.rules, one, points));
            signs.unwrap_or_default()
        })
    }
}

/// The signs in words.
pub(super) fn texts(desk: Desk, signs: &[Sign]) -> Vec<String> {
    signs.iter().map(|sign| text(desk, *sign)).collect()
}

fn text(desk: Desk, sign: Sign) -> String {
    let t = ReviewTexts::now();
    match sign {
        Sign::FasterThanAsking {
            took_s,
            answered,
            each_s,
        } => fill(t.fast_asking, &[&minutes(took_s), &answered, &each_s]),
        Sign::FasterThanOthers {
            took_s,
            median_s,
            others,
        } => fill(
            t.fast_others,
            &[&minutes(took_s), &others, &minutes(median_s)],
        ),
        Sign::MuchMissing { empty, asked } => fill(t.missing, &[&asked, &empty]),
        Sign::SameInARow { length } => fill(t.same_row, &[&length]),
        Sign::OddHour {
            minute,
            from,
            until,
        } => {
            let time = format!("{:02}:{:02}", minute / 60, minute % 60);
            fill(t.odd_hour, &[&time, &from, &until])
        }
        Sign::FarFromDoor { metres, others } => fill(t.far, &[&others, &metres]),
        Sign::SameAnswers { other } => {
            let door = desk.read(|state| {
                let unit = Response::find(state, other)?.unit()?;
                Some(unit_line(state, Unit::find(state, unit)?, language()))
            });
            fill(t.same_answers, &[&door.unwrap_or_default()])
        }
        Sign::SameDoor { .. } => t.same_door.to_owned(),
        Sign::ShortForItsPoints {
            took_s,
            covered,
            each_s,
        } => fill(t.talk_points, &[&minutes(took_s), &covered, &each_s]),
        Sign::ShortForItsText {
            took_s,
            characters,
            a_minute,
        } => fill(t.talk_text, &[&minutes(took_s), &characters, &a_minute]),
        Sign::SilentSound { silent_s, most_s } => {
            fill(t.talk_silent, &[&minutes(silent_s), &(most_s / 60)])
        }
        Sign::NothingCovered { points } => fill(t.talk_nothing, &[&points]),
        Sign::SameWords { other } => {
            let door = desk.read(|state| {
                let unit = Interview::find(state, other)?.unit()?;
                Some(unit_line(state, Unit::find(state, unit)?, language()))
            });
            fill(t.same_words, &[&door.unwrap_or_default()])
        }
        Sign::SameDoorTalk { .. } => t.same_door_talk.to_owned(),
    }
}

/// A time that something took: `1:10`.
fn minutes(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
