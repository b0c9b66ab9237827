//! Forms handed out and returned, as the work instruction counts them (4.3.2: forms handed out to
//! more than 30 % of the households).

use super::{Attempt, Outcome};

/// What became of the form for one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handed<'a> {
    /// A form was left at the door, or filled in there.
    pub distributed: bool,
    /// It came back, on paper or filled in on the tablet.
    pub returned: bool,
    /// Since when (RFC 3339, by the device) a form is out that is still to be fetched, and the
    /// number on it.
    pub out: Option<(&'a str, Option<&'a str>)>,
}

/// What became of the form, by the attempts at the door in their order. A survey that was filled in
/// at the door was handed out and returned at once; the door counts once, however many forms were
/// left there.
pub fn handed<'a>(attempts: &[Attempt<'a>]) -> Handed<'a> {
    let mut handed = Handed::default();
    for attempt in attempts {
        match attempt.outcome {
            Outcome::FormLeft => {
                handed.distributed = true;
                let paper = attempt.paper;
                handed.out = handed.out.or(Some((attempt.wall, None)));
                handed.out = handed.out.map(|(since, known)| (since, paper.or(known)));
            }
            Outcome::FormReturned | Outcome::Complete | Outcome::Partial => {
                handed.distributed = true;
                handed.returned = true;
                handed.out = None;
            }
            // Nobody will fill it in any more.
            Outcome::Refused | Outcome::BreakOff => handed.out = None,
            _ => {}
        }
    }
    handed
}
