//! Consent: what a person was asked for, in which words, what they said, and whether they took it
//! back.
//!
//! Each decision is a record of its own, so that nothing is ever overwritten: the latest one for
//! (unit, resident, scope) counts. What was given under a consent that was taken back later is left
//! out of tables and analysis ([`Withdrawals`]); it is erased only when a manager says so.

mod asked;
mod withdrawn;
mod wording;

use ledger::{Change, Fields, FileRef, Record, RecordId, State, Touch};

pub use asked::{asked_by_form, decided_in};
pub(crate) use withdrawn::origin;
pub use withdrawn::{Lost, Withdrawals};
pub use wording::Wording;

use crate::Purpose;

/// What a consent is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Answering a survey.
    Survey,
    /// Being interviewed.
    Interview,
    /// Having it recorded.
    Recording,
    /// Having photos taken.
    Photo,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Survey, Self::Interview, Self::Recording, Self::Photo];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Interview => "interview",
            Self::Recording => "recording",
            Self::Photo => "photo",
        }
    }

    /// The scope of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// What has to be asked before a questionnaire of this purpose.
    pub const fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Survey => Self::Survey,
            Purpose::Interview => Self::Interview,
        }
    }
}

/// How somebody said yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// In words.
    Spoken,
    /// By ticking it on the screen.
    Ticked,
    /// With a signature, which is a file of the decision.
    Signed,
    /// As an answer of the questionnaire, which asked in its own words.
    Form,
}

impl How {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Spoken, Self::Ticked, Self::Signed, Self::Form];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spoken => "spoken",
            Self::Ticked => "ticked",
            Self::Signed => "signed",
            Self::Form => "form",
        }
    }
}

/// Whose consent it is: somebody of a unit, who may be unknown by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whom {
    /// The unit; `None` for a talk that belongs to no door.
    pub unit: Option<RecordId>,
    /// The resident, where one was chosen.
    pub resident: Option<RecordId>,
}

/// What somebody was asked, and what they said.
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Who.
    pub whom: Whom,
    /// In which campaign.
    pub campaign: Option<RecordId>,
    /// What for.
    pub scope: Scope,
    /// The wording that was read to them; `None` where the questionnaire asked in its own words.
    pub wording: Option<RecordId>,
    /// Whether they said yes.
    pub given: bool,
    /// How they said it.
    pub how: How,
}

/// One decision, as it was recorded.
#[derive(Clone, Copy, Debug)]
pub struct Consent<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

/// The field that says that a decision takes an earlier consent back.
const WITHDRAWAL: &str = "withdrawal";
/// The field that names the consent that is taken back.
const WITHDRAWS: &str = "withdraws";
/// The field that names the decision that was written down wrongly, and the one that says why.
const CORRECTS: &str = "corrects";
const REASON: &str = "reason";

impl<'a> Consent<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "consent";

    /// Every decision, in the order of the ids.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
    }

    /// One decision.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// The decisions at a unit, the latest first.
    pub fn at(state: &'a State, unit: RecordId) -> Vec<Self> {
        let mut here: Vec<_> = Self::all(state)
            .filter(|consent| consent.record.link("unit") == Some(unit))
            .collect();
        here.sort_unstable_by_key(|consent| {
            std::cmp::Reverse((consent.record.created().time, consent.id))
        });
        here
    }

    /// Whose it is.
    pub fn whom(self) -> Whom {
        Whom {
            unit: self.record.link("unit"),
            resident: self.record.link("resident"),
        }
    }

    /// The consent that this one takes back.
    fn withdraws(self) -> Option<RecordId> {
        self.record.link(WITHDRAWS)
    }

    /// The decision in whose place it stands, because that was written down wrongly.
    pub fn corrects(self) -> Option<RecordId> {
        self.record.link(CORRECTS)
    }

    /// Why a decision was corrected.
    pub fn reason(self) -> Option<&'a str> {
        self.record.text(REASON)
    }

    /// What for. A scope that this version doesn't know is none.
    pub fn scope(self) -> Option<Scope> {
        Scope::named(self.record.text("scope")?)
    }

    /// In which campaign it was asked.
    pub fn campaign(self) -> Option<RecordId> {
        self.record.link("campaign")
    }

    /// The wording that was read.
    pub fn wording(self) -> Option<RecordId> {
        self.record.link("wording")
    }

    /// Whether the person said yes.
    pub fn given(self) -> bool {
        self.record.get("given").is_some_and(|given| *given == true)
    }

    /// Whether it takes an earlier consent back. A refusal doesn't: it says no to something new.
    pub fn is_withdrawal(self) -> bool {
        let field = self.record.get(WITHDRAWAL);
        !self.given() && field.is_some_and(|withdrawal| *withdrawal == true)
    }

    /// How it was said. A way that this version doesn't know is in words.
    pub fn how(self) -> How {
        let name = self.record.text("how");
        let known = How::ALL.into_iter().find(|how| Some(how.name()) == name);
        known.unwrap_or(How::Spoken)
    }

    /// Who recorded it, where and when.
    pub fn made(self) -> &'a Touch {
        self.record.created()
    }

    /// The signature, where there is one.
    pub fn signature(self) -> Option<FileRef> {
        FileRef::all_of(self.record).next()
    }

    /// Writes a decision.
    pub fn change(id: RecordId, decision: &Decision) -> Change {
        let link = |id: RecordId| id.to_string().into();
        let mut set = Fields::from([
            ("scope".to_owned(), decision.scope.name().into()),
            ("given".to_owned(), decision.given.into()),
            ("how".to_owned(), decision.how.name().into()),
        ]);
        let more = [
            ("unit", decision.whom.unit),
            ("resident", decision.whom.resident),
            ("campaign", decision.campaign),
            ("wording", decision.wording),
        ];
        for (field, value) in more {
            set.extend(value.map(|id| (field.to_owned(), link(id))));
        }
        Self::set(id, set)
    }

    /// A decision with the signature that was given for it.
    pub fn signed(mut change: Change, signature: &FileRef) -> Change {
        change.set.extend([signature.field()]);
        change
    }

    /// Takes this consent back, with effect on all that was given under it; `id` is the new
    /// record's.
    pub fn withdraw(self, id: RecordId) -> Change {
        let kept = ["unit", "resident", "campaign", "scope", "wording"];
        let kept = kept
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), self.record.get(name)?.clone())));
        let mut set = Fields::from([
            ("given".to_owned(), false.into()),
            (WITHDRAWAL.to_owned(), true.into()),
            (WITHDRAWS.to_owned(), self.id.to_string().into()),
            ("how".to_owned(), How::Spoken.name().into()),
        ]);
        set.extend(kept);
        Self::set(id, set)
    }

    /// Says, with the reason, that this decision was written down wrongly: a yes was a no, or a no
    /// or a withdrawal was none. `id` is the new record's; this one stays as it was. What came in
    /// under a yes that was none counts as taken back.
    pub fn correct(self, id: RecordId, reason: &str) -> Change {
        let mut change = self.withdraw(id);
        if !self.given() {
            change.set.insert("given".to_owned(), true.into());
            change.set.remove(WITHDRAWAL);
            change.set.remove(WITHDRAWS);
        }
        let how = self.how().name();
        change.set.extend([
            (CORRECTS.to_owned(), self.id.to_string().into()),
            (REASON.to_owned(), reason.trim().into()),
            ("how".to_owned(), how.into()),
        ]);
        change
    }

    /// Takes a decision out again: a slip of the finger.
    pub fn undo(id: RecordId) -> Change {
        Self::set(id, Fields::from([("deleted".to_owned(), true.into())]))
    }

    fn set(id: RecordId, set: Fields) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}

/// The latest decision of a person about a scope.
pub fn latest(state: &State, whom: Whom, scope: Scope) -> Option<Consent<'_>> {
    Consent::all(state)
        .filter(|consent| consent.whom() == whom && consent.scope() == Some(scope))
        .max_by_key(|consent| (consent.made().time, consent.id))
}

/// The consent that allows to go on without asking again: given in this campaign, not taken back,
/// and to the wording of today (or asked by a questionnaire in its own words).
pub fn in_force(
    state: &State,
    campaign: Option<RecordId>,
    whom: Whom,
    scope: Scope,
) -> Option<Consent<'_>> {
    let consent = latest(state, whom, scope)?;
    let current = Wording::current(state, scope).id;
    let same_words = consent.wording().is_none_or(|wording| wording == current);
    (consent.given() && consent.campaign() == campaign && same_words).then_some(consent)
}
