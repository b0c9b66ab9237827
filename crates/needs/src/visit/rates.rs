//! Response, cooperation, refusal and contact rates.
//!
//! Source: AAPOR Standard Definitions, "Calculating outcome rates".

use super::outcome::Group;

/// How many units of a campaign ended in each group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// I
    pub complete: u32,
    /// P
    pub partial: u32,
    /// R
    pub refusal: u32,
    /// NC
    pub non_contact: u32,
    /// O
    pub other: u32,
    /// UH
    pub unknown_household: u32,
    /// UO
    pub unknown_other: u32,
    /// NE
    pub not_eligible: u32,
}

/// A rate of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "these are the standard's own names")]
pub enum Rate {
    RR1,
    RR2,
    RR3,
    RR4,
    RR5,
    RR6,
    COOP1,
    COOP2,
    COOP3,
    COOP4,
    REF1,
    REF2,
    REF3,
    CON1,
    CON2,
    CON3,
    LOC1,
    LOC2,
}

impl Rate {
    /// Every rate.
    pub const ALL: [Self; 18] = [
        Self::RR1,
        Self::RR2,
        Self::RR3,
        Self::RR4,
        Self::RR5,
        Self::RR6,
        Self::COOP1,
        Self::COOP2,
        Self::COOP3,
        Self::COOP4,
        Self::REF1,
        Self::REF2,
        Self::REF3,
        Self::CON1,
        Self::CON2,
        Self::CON3,
        Self::LOC1,
        Self::LOC2,
    ];

    /// How it is made, to be shown beside it.
    pub const fn formula(self) -> &'static str {
        match self {
            Self::RR1 => "I / (I+P + R+NC+O + UH+UO)",
            Self::RR2 => "(I+P) / (I+P + R+NC+O + UH+UO)",
            Self::RR3 => "I / (I+P + R+NC+O + e(UH+UO))",
            Self::RR4 => "(I+P) / (I+P + R+NC+O + e(UH+UO))",
            Self::RR5 => "I / (I+P + R+NC+O)",
            Self::RR6 => "(I+P) / (I+P + R+NC+O)",
            Self::COOP1 => "I / (I+P + R+O)",
            Self::COOP2 => "(I+P) / (I+P + R+O)",
            Self::COOP3 => "I / (I+P + R)",
            Self::COOP4 => "(I+P) / (I+P + R)",
            Self::REF1 => "R / (I+P + R+NC+O + UH+UO)",
            Self::REF2 => "R / (I+P + R+NC+O + e(UH+UO))",
            Self::REF3 => "R / (I+P + R+NC+O)",
            Self::CON1 => "(I+P + R+O) / (I+P + R+NC+O + UH+UO)",
            Self::CON2 => "(I+P + R+O) / (I+P + R+NC+O + e(UH+UO))",
            Self::CON3 => "(I+P + R+O) / (I+P + R+NC+O)",
            Self::LOC1 => "(I+P + R+NC+O) / (I+P + R+NC+O + UH+UO)",
            Self::LOC2 => "(I+P + R+NC+O) / (I+P + R+NC+O + e(UH+UO))",
        }
    }
}

impl Counts {
    /// Counts one unit.
    pub fn add(&mut self, group: Group) {
        let count = match group {
            Group::Complete => &mut self.complete,
            Group::Partial => &mut self.partial,
            Group::Refusal => &mut self.refusal,
            Group::NonContact => &mut self.non_contact,
            Group::Other => &mut self.other,
            Group::UnknownHousehold => &mut self.unknown_household,
            Group::UnknownOther => &mut self.unknown_other,
            Group::NotEligible => &mut self.not_eligible,
        };
        *count += 1;
    }

    /// Units that are known to belong to those who are asked.
    fn eligible(self) -> f64 {
        f64::from(self.complete + self.partial + self.refusal + self.non_contact + self.other)
    }

    fn unknown(self) -> f64 {
        f64::from(self.unknown_household + self.unknown_other)
    }

    /// e: which share of the units of unknown eligibility is taken to be eligible: as large as
    /// among the known ones. `None` while nothing is known.
    pub fn eligible_share(self) -> Option<f64> {
        let known = self.eligible() + f64::from(self.not_eligible);
        (known > 0.0).then(|| self.eligible() / known)
    }

    /// A rate, from 0 to 1; `None` where there is nothing to divide by.
    pub fn rate(self, rate: Rate) -> Option<f64> {
        let complete = f64::from(self.complete);
        let interviews = f64::from(self.complete + self.partial);
        let refusals = f64::from(self.refusal);
        let contacts = interviews + refusals + f64::from(self.other);
        let known = self.eligible();
        let all = known + self.unknown();
        let estimated = || Some(known + self.eligible_share()? * self.unknown());
        let (part, whole) = match rate {
            Rate::RR1 => (complete, all),
            Rate::RR2 => (interviews, all),
            Rate::RR3 => (complete, estimated()?),
            Rate::RR4 => (interviews, estimated()?),
            Rate::RR5 => (complete, known),
            Rate::RR6 => (interviews, known),
            Rate::COOP1 => (complete, contacts),
            Rate::COOP2 => (interviews, contacts),
            Rate::COOP3 => (complete, interviews + refusals),
            Rate::COOP4 => (interviews, interviews + refusals),
            Rate::REF1 => (refusals, all),
            Rate::REF2 => (refusals, estimated()?),
            Rate::REF3 => (refusals, known),
            Rate::CON1 => (contacts, all),
            Rate::CON2 => (contacts, estimated()?),
            Rate::CON3 => (contacts, known),
            Rate::LOC1 => (known, all),
            Rate::LOC2 => (known, estimated()?),
        };
        (whole > 0.0).then(|| part / whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values of the R package outcomerate (CC0).
    #[test]
    fn the_standards_rates() {
        let counts = Counts {
            complete: 4,
            partial: 2,
            refusal: 1,
            non_contact: 1,
            other: 1,
            unknown_household: 1,
            unknown_other: 1,
            not_eligible: 1,
        };
        let expected = [
            0.364, 0.545, 0.370, 0.556, 0.444, 0.667, 0.500, 0.750, 0.571, 0.857, 0.091, 0.093,
            0.111, 0.727, 0.741, 0.889, 0.818, 0.833,
        ];
        for (rate, expected) in Rate::ALL.into_iter().zip(expected) {
            let found = counts.rate(rate).unwrap();
            assert!((found - expected).abs() < 0.000_5, "{rate:?}: {found}");
        }
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        for rate in Rate::ALL {
            assert_eq!(Counts::default().rate(rate), None);
        }
    }
}
