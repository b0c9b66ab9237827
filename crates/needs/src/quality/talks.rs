//! Signs about an interview.

use ledger::State;

use super::{Peers, Rules, Sign, minute_sign, peers, place_sign};
use crate::Interview;

/// The signs of an interview among its peers. `points` is how many points the guide has.
pub fn talk_signs(
    state: &State,
    peers: &Peers,
    rules: Rules,
    one: Interview<'_>,
    points: usize,
) -> Vec<Sign> {
    let mut signs = Vec::new();
    let covered = one.covered().len();
    let lines = one.lines();
    if let Some(took_s) = one.seconds() {
        let least = u64::try_from(covered).unwrap_or(u64::MAX);
        if u64::from(took_s) < least.saturating_mul(rules.point_s.into()) {
            signs.push(Sign::ShortForItsPoints {
                took_s,
                covered,
                each_s: rules.point_s,
            });
        }
        let characters: usize = lines.iter().map(|line| line.text.chars().count()).sum();
        let a_minute = u64::from(rules.characters);
        // A minute is allowed for before: what was typed before the talk began.
        let most = a_minute * (u64::from(took_s) + 60) / 60;
        if u64::try_from(characters).unwrap_or(u64::MAX) > most {
            signs.push(Sign::ShortForItsText {
                took_s,
                characters,
                a_minute: rules.characters,
            });
        }
    }
    let moments: Vec<i64> = lines.iter().map(|line| line.at).collect();
    if let Some(silent_s) = silence_s(one, &moments).filter(|silent| *silent > rules.silent_s) {
        signs.push(Sign::SilentSound {
            silent_s,
            most_s: rules.silent_s,
        });
    }
    if points > 0 && covered == 0 {
        signs.push(Sign::NothingCovered { points });
    }
    signs.extend(one.finished().and_then(|wall| minute_sign(rules, wall)));
    signs.extend(place_sign(state, peers, rules, (one.id, one.unit())));
    let same = peers.same_words(one, rules.alike);
    signs.extend(same.map(|other| Sign::SameWords { other }));
    let before = peers.talk_before(one);
    signs.extend(before.map(|other| Sign::SameDoorTalk { other }));
    signs
}

/// The longest stretch of a recording without a line, in seconds. While it was held nothing runs.
fn silence_s(one: Interview<'_>, moments: &[i64]) -> Option<u32> {
    let gaps = one.recordings().into_iter().filter_map(|recorded| {
        let heard = moments.iter().filter_map(|at| recorded.offset(*at));
        let mut heard: Vec<i64> = heard.chain([0]).chain(recorded.length()).collect();
        heard.sort_unstable();
        heard.windows(2).map(|pair| pair[1] - pair[0]).max()
    });
    u32::try_from(gaps.max()? / 1000).ok()
}

/// What the words of a talk have in common with those of another one: a sum, and how many letters.
pub(super) fn sum(one: Interview<'_>) -> (u64, usize) {
    let lines = one.lines();
    let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
    let count = texts.iter().map(|text| text.chars().count()).sum();
    (peers::sum_of(&texts), count)
}
