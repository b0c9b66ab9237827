//! What came of an attempt at a door, in the field's standard terms.

/// The outcome of one attempt (AAPOR Standard Definitions, in-person household surveys).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// 1.1: the survey is finished.
    Complete,
    /// 1.2: enough was answered to count, not all.
    Partial,
    /// 2.11: somebody of the household refused.
    Refused,
    /// 2.12: begun and broken off.
    BreakOff,
    /// The resident named a time; an interim outcome.
    Appointment,
    /// A form was left at the door, to be fetched later; an interim outcome.
    FormLeft,
    /// 1.1: a form that was left has been fetched, filled in on paper.
    FormReturned,
    /// 2.23: the building or the unit can't be reached.
    NoAccess,
    /// 2.24: nobody was at home.
    NobodyHome,
    /// 2.25: the resident is away for longer.
    Away,
    /// 2.32: physically or mentally unable.
    Unable,
    /// 2.33: no language in common.
    Language,
    /// 2.36: another reason.
    Other,
    /// 3.17: it was not safe to go there.
    Unsafe,
    /// 3.18: no such door.
    NotFound,
    /// 4.51: a shop, an office.
    NotResidential,
    /// 4.61: nobody lives there.
    Vacant,
    /// 4.70: nobody there belongs to those who are asked.
    NotEligible,
}

/// The groups that the rates are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// I: complete.
    Complete,
    /// P: partial.
    Partial,
    /// R: refusal and break-off.
    Refusal,
    /// NC: nobody of the household was met.
    NonContact,
    /// O: somebody was met who neither answered nor refused.
    Other,
    /// UH: it is not known whether there is a household to ask.
    UnknownHousehold,
    /// UO: it is not known for another reason.
    UnknownOther,
    /// NE: does not belong to those who are asked.
    NotEligible,
}

impl Outcome {
    /// Every outcome, as the field's list has them.
    pub const ALL: [Self; 18] = [
        Self::Complete,
        Self::Partial,
        Self::Refused,
        Self::BreakOff,
        Self::Appointment,
        Self::FormLeft,
        Self::FormReturned,
        Self::NoAccess,
        Self::NobodyHome,
        Self::Away,
        Self::Unable,
        Self::Language,
        Self::Other,
        Self::Unsafe,
        Self::NotFound,
        Self::NotResidential,
        Self::Vacant,
        Self::NotEligible,
    ];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::BreakOff => "break-off",
            Self::Appointment => "appointment",
            Self::FormLeft => "form-left",
            Self::FormReturned => "form-returned",
            Self::NoAccess => "no-access",
            Self::NobodyHome => "nobody-home",
            Self::Away => "away",
            Self::Unable => "unable",
            Self::Language => "language",
            Self::Other => "other",
            Self::Unsafe => "unsafe",
            Self::NotFound => "not-found",
            Self::NotResidential => "not-residential",
            Self::Vacant => "vacant",
            Self::NotEligible => "not-eligible",
        }
    }

    /// The outcome of this name. One that this version doesn't know is another reason.
    pub fn named(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|outcome| outcome.name() == name);
        known.unwrap_or(Self::Other)
    }

    /// The disposition code, if nothing more comes of the door.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Complete | Self::FormReturned => "1.1",
            Self::Partial => "1.2",
            Self::Refused => "2.11",
            Self::BreakOff => "2.12",
            Self::NoAccess => "2.23",
            Self::NobodyHome => "2.24",
            Self::Away => "2.25",
            Self::Unable => "2.32",
            Self::Language => "2.33",
            Self::Appointment | Self::FormLeft | Self::Other => "2.36",
            Self::Unsafe => "3.17",
            Self::NotFound => "3.18",
            Self::NotResidential => "4.51",
            Self::Vacant => "4.61",
            Self::NotEligible => "4.70",
        }
    }

    /// The group that it counts in.
    pub const fn group(self) -> Group {
        match self {
            Self::Complete | Self::FormReturned => Group::Complete,
            Self::Partial => Group::Partial,
            Self::Refused | Self::BreakOff => Group::Refusal,
            Self::NoAccess | Self::NobodyHome | Self::Away => Group::NonContact,
            Self::Unable | Self::Language | Self::Appointment | Self::FormLeft | Self::Other => {
                Group::Other
            }
            Self::Unsafe | Self::NotFound => Group::UnknownHousehold,
            Self::NotResidential | Self::Vacant | Self::NotEligible => Group::NotEligible,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_found_by_its_name() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::named(outcome.name()), outcome);
        }
        assert_eq!(Outcome::named("beamed away"), Outcome::Other);
    }

    #[test]
    fn a_codes_first_digit_is_its_group() {
        for outcome in Outcome::ALL {
            let first = match outcome.group() {
                Group::Complete | Group::Partial => '1',
                Group::Refusal | Group::NonContact | Group::Other => '2',
                Group::UnknownHousehold | Group::UnknownOther => '3',
                Group::NotEligible => '4',
            };
            assert!(outcome.code().starts_with(first), "{outcome:?}");
        }
    }
}
