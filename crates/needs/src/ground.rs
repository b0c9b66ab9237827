//! The ground of a round and of its figures: what a campaign asks and what happened at the doors,
//! followed change by change, so that one more visit costs what one visit costs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ledger::{Moment, RecordId, State};

use crate::{
    Assignments, Building, Campaign, Frame, Purpose, Questionnaire, Site, Unit,
    estate::Facts,
    sample,
    visit::{Counting, Happened, Here, Rules, What},
};

/// What a campaign has of a site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ground {
    moment: Option<Moment>,
    terms: Option<Terms>,
    here: Here,
}

/// What a campaign says of all doors.
#[derive(Clone, Debug)]
struct Terms {
    campaign: RecordId,
    counting: Counting,
    rules: Rules,
    frame: Frame,
    /// The units that were drawn; `None` where everyone of the frame is asked.
    drawn: Option<BTreeSet<RecordId>>,
    assignments: Assignments,
    percents: [u32; 2],
    starts: Option<NaiveDate>,
    /// Whether it has to be known who lives where.
    residents: bool,
}

/// Where something may be otherwise than before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changed {
    /// These doors.
    pub units: BTreeSet<RecordId>,
    /// Of these, those whose own record changed.
    pub moved: BTreeSet<RecordId>,
    /// All doors of these buildings, and the buildings themselves.
    pub buildings: BTreeSet<RecordId>,
}

impl Terms {
    fn of(state: &State, campaign: Campaign<'_>, residents: bool) -> Self {
        let frame = campaign.frame();
        Self {
            campaign: campaign.id,
            counting: Counting::of(state, campaign.id),
            rules: Rules::of(state),
            drawn: campaign.sample().map(|_| sample::asked(state, campaign.id)),
            assignments: Assignments::of(state, campaign.id),
            percents: [Purpose::Survey, Purpose::Interview].map(|of| campaign.target_percent(of)),
            starts: campaign.starts(),
            residents: residents || frame.key_customers.is_some(),
            frame,
        }
    }

    /// Notes the doors about which the other terms say something else; `None` where that may be
    /// all of them.
    fn differ(&self, now: &Self, changed: &mut Changed) -> Option<()> {
        let same = self.counting == now.counting
            && self.rules == now.rules
            && self.frame == now.frame
            && self.percents == now.percents
            && self.starts == now.starts
            && self.drawn.is_some() == now.drawn.is_some();
        if let (Some(before), Some(now)) = (&self.drawn, &now.drawn) {
            changed.units.extend(before.symmetric_difference(now));
        }
        let (before, now) = (&self.assignments, &now.assignments);
        let others = differing(&before.units, &now.units);
        changed.units.extend(others);
        let others = differing(&before.buildings, &now.buildings);
        changed.buildings.extend(others);
        same.then_some(())
    }
}

/// What has another person in one than in the other, or one in only one of them.
fn differing<'a>(
    before: &'a BTreeMap<RecordId, RecordId>,
    now: &'a BTreeMap<RecordId, RecordId>,
) -> impl Iterator<Item = RecordId> + 'a {
    let gone = before.keys().filter(|id| !now.contains_key(id));
    let other = now
        .iter()
        .filter(|(id, person)| before.get(id) != Some(person));
    gone.chain(other.map(|(id, _)| id)).copied()
}

impl Ground {
    /// Takes in what changed since the last time. `None` where all has been read anew. `residents`
    /// says whether it matters to the caller who lives at a door; it is the same at each call.
    pub(crate) fn follow(
        &mut self,
        state: &State,
        campaign: Option<Campaign<'_>>,
        residents: bool,
    ) -> Option<Changed> {
        let before = self.moment.replace(state.moment());
        let changed = before.and_then(|before| self.take_in(state, campaign, &before));
        if changed.is_none() {
            self.terms = campaign.map(|campaign| Terms::of(state, campaign, residents));
            let terms = self.terms.as_ref();
            let here = terms.map(|terms| Here::read(state, terms.campaign, terms.residents));
            self.here = here.unwrap_or_default();
        }
        changed
    }

    fn take_in(
        &mut self,
        state: &State,
        campaign: Option<Campaign<'_>>,
        before: &Moment,
    ) -> Option<Changed> {
        let terms = self.terms.as_ref();
        if terms.map(|terms| terms.campaign) != campaign.map(|campaign| campaign.id) {
            return None;
        }
        let residents = terms.is_some_and(|terms| terms.residents);
        let mut changed = Changed::default();
        let mut other_terms = false;
        for (kind, id) in state.changed_since(before)? {
            match (kind, campaign) {
                (Unit::KIND, _) => {
                    changed.units.insert(id);
                    changed.moved.insert(id);
                }
                (Building::KIND, _) => drop(changed.buildings.insert(id)),
                (
                    Campaign::KIND
                    | sample::KIND
                    | Assignments::KIND
                    | Questionnaire::KIND
                    | Site::KIND,
                    Some(_),
                ) => other_terms = true,
                (kind, Some(campaign)) => {
                    let what = What::named(kind);
                    let what = what.filter(|what| *what != What::Resident || residents);
                    if let Some(what) = what {
                        let doors = self.here.follow(state, campaign.id, (what, id));
                        changed.units.extend(doors);
                    }
                }
                _ => {}
            }
        }
        if let (Some(terms), Some(campaign), true) = (&mut self.terms, campaign, other_terms) {
            let now = Terms::of(state, campaign, terms.residents);
            let before = std::mem::replace(terms, now);
            before.differ(terms, &mut changed)?;
        }
        Some(changed)
    }

    /// The rules for attempts.
    pub(crate) fn rules(&self) -> Rules {
        self.terms
            .as_ref()
            .map_or_else(Rules::default, |terms| terms.rules)
    }

    /// Whether a unit belongs to the frame.
    pub(crate) fn frames(&self, state: &State, unit: Unit<'_>) -> bool {
        let Some(terms) = self
            .terms
            .as_ref()
            .filter(|terms| !terms.frame.is_everything())
        else {
            return true;
        };
        let key = || self.here.has_key_customer(state, unit.id);
        let key = terms.frame.key_customers.is_some() && key();
        terms.frame.has(&Facts::of(unit, key))
    }

    /// Whether a unit is asked; `framed` says whether it belongs to the frame.
    pub(crate) fn asks(&self, unit: RecordId, framed: bool) -> bool {
        let drawn = self.terms.as_ref().and_then(|terms| terms.drawn.as_ref());
        drawn.map_or(framed, |drawn| drawn.contains(&unit))
    }

    /// Who walks to a unit.
    pub(crate) fn person(&self, unit: Unit<'_>) -> Option<RecordId> {
        self.terms.as_ref()?.assignments.person(unit)
    }

    /// Whether a key customer is there, where that was asked for.
    pub(crate) fn has_key_customer(&self, state: &State, unit: RecordId) -> bool {
        self.here.has_key_customer(state, unit)
    }

    /// What happened at a door.
    pub(crate) fn happened<'a>(&self, state: &'a State, unit: RecordId) -> Happened<'a> {
        let terms = self.terms.as_ref();
        let happened = terms.map(|terms| self.here.happened(state, unit, &terms.counting));
        happened.unwrap_or_default()
    }
}
