//! Which entries are ruled out, whatever the order in which rulings and entries come.

use std::collections::BTreeMap;

use super::written::Rank;
use crate::{Place, ruling::Says};

/// All rulings, by the entry that they are about.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rulings {
    about: BTreeMap<Place, BTreeMap<Rank, Said>>,
    /// Where each ruling stands, its rank, and what it is about as far as that is known.
    made: BTreeMap<Place, (Rank, Option<Place>)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Said {
    says: Says,
    /// Whether the ruling is not ruled out itself.
    counts: bool,
}

impl Rulings {
    /// Notes an entry of kind `ruling`. Where its body is withheld, `says` is `None`.
    pub(super) fn note(&mut self, place: Place, rank: Rank, says: Option<Says>) {
        let about = says.as_ref().map(|says| says.about);
        self.made.insert(place, (rank, about));
        if let Some(says) = says {
            let said = Said {
                says,
                counts: false,
            };
            self.about
                .entry(said.says.about)
                .or_default()
                .insert(rank, said);
        }
    }

    /// Says whether the ruling at `place` counts; gives the entry whose standing has to be looked
    /// at again.
    pub(super) fn turn(&mut self, place: Place, counts: bool) -> Option<Place> {
        let (rank, about) = self.made.get(&place)?;
        let said = self.about.get_mut(&(*about)?)?.get_mut(rank)?;
        said.counts = counts;
        *about
    }

    /// Whether the entry at `place` is ruled out: some ruling about it counts, and it was not
    /// lifted. About a ruling only later ones count: each step leads to a later entry, so that a
    /// ring of rulings about each other has an end.
    pub(super) fn rules_out(&self, place: Place) -> bool {
        let mut any = false;
        for said in self.counting(place) {
            any = true;
            if let Some(lifted) = said.lifted {
                return !lifted;
            }
        }
        any
    }

    /// Why the entry at `place` is ruled out, as the last ruling says that gives a reason.
    pub(super) fn why(&self, place: Place) -> Option<&str> {
        self.counting(place).find_map(|says| says.why.as_deref())
    }

    /// The rulings about an entry that count, from the last to the first.
    fn counting(&self, place: Place) -> impl Iterator<Item = &Says> {
        let own = self.made.get(&place).map(|(rank, _)| *rank);
        let about = self.about.get(&place).into_iter().flatten().rev();
        about
            .take_while(move |(rank, _)| own.is_none_or(|own| **rank > own))
            .filter(|(_, said)| said.counts)
            .map(|(_, said)| &said.says)
    }
}
