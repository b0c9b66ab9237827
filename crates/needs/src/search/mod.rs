//! Search in everything that is on the device.
//!
//! Of each record an [`Index`] keeps only which pairs of letters occur in it, as a few bits (a
//! Bloom filter, ten bits a letter). A query rules out almost all records by these bits and reads
//! the rest in the ledger itself, so nothing is held twice and nothing that shows is out of date.
//! Pairs of letters serve Chinese and alphabets alike: no word has to be known.

mod filter;
mod fold;
mod sources;
#[cfg(test)]
mod tests;

use ledger::{Hlc, Record, RecordId, State};

use crate::{Building, Person, Unit, consent::Withdrawals};
use filter::{Bits, Letters};
use fold::Fold;
use sources::{SOURCES, Source, texts};

/// At most so many records of a kind are given.
pub const MOST: usize = 40;
/// After so many hits of a kind no better one is looked for: a single letter is in every door's
/// name.
const LOOKED_AT: usize = 300;

/// What is known of each record, so that a search need not read them all.
#[derive(Debug)]
pub struct Index {
    fold: Fold,
    shelves: Vec<Shelf>,
    /// Where [`Index::refresh`] goes on: the shelf, and the record behind which.
    at: (usize, Option<RecordId>),
}

/// The records of a kind, in the order of their ids.
#[derive(Debug, Default)]
struct Shelf {
    known: Vec<Known>,
    /// What is being read anew.
    fresh: Vec<Known>,
}

/// A record and the letters in it.
#[derive(Clone, Debug)]
struct Known {
    id: RecordId,
    changed: Hlc,
    bits: Bits,
}

/// A record that holds what was searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// The field in which the first word was found.
    pub field: String,
    /// What stands around it there.
    pub around: String,
    /// Whether every word begins a field: `5a` is rather the door 5A than 15A.
    pub begins: bool,
}

/// The records of one kind that hold what was searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The kind.
    pub kind: &'static str,
    /// The records, the best first.
    pub hits: Vec<Hit>,
    /// Whether there are more than are given.
    pub more: bool,
}

/// What somebody searches: words, each of which a record has to hold.
#[derive(Debug)]
pub struct Query {
    words: Vec<Vec<char>>,
}

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its letters.
    pub text: String,
    /// Whether it is one of the words that were searched.
    pub found: bool,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            fold: Fold::new(),
            shelves: SOURCES.iter().map(|_| Shelf::default()).collect(),
            at: (0, None),
        }
    }
}

impl Index {
    /// Begins anew to look what has changed in the ledger.
    pub fn begin(&mut self) {
        self.at = (0, None);
        for shelf in &mut self.shelves {
            shelf.fresh.clear();
        }
    }

    /// Looks through the ledger for what is new, until about `letters` have been read; `true` when
    /// all has been seen. What was read before counts until then, so that a search always finds.
    pub fn refresh(&mut self, state: &State, letters: usize) -> bool {
        let mut left = letters;
        while let Some(source) = SOURCES.get(self.at.0) {
            let shelf = &mut self.shelves[self.at.0];
            let mut old = shelf.known.iter().peekable();
            let records = state.records(source.kind);
            let after = self.at.1;
            for (id, record) in records.skip_while(|(id, _)| after.is_some_and(|last| *id <= last))
            {
                if left == 0 {
                    return false;
                }
                while old.next_if(|known| known.id < id).is_some() {}
                let changed = changed(state, source, record);
                let same = old.next_if(|known| known.id == id && known.changed == changed);
                let known = same.cloned().unwrap_or_else(|| {
                    let (bits, read) = bits(&self.fold, state, source, record);
                    left = left.saturating_sub(read);
                    Known { id, changed, bits }
                });
                left = left.saturating_sub(1);
                shelf.fresh.push(known);
                self.at.1 = Some(id);
            }
            shelf.known = std::mem::take(&mut shelf.fresh);
            self.at = (self.at.0 + 1, None);
        }
        true
    }

    /// Reads what somebody typed; `None` where it is nothing to search for.
    pub fn query(&self, text: &str) -> Option<Query> {
        let folded: Vec<char> = self.fold.text(text).collect();
        let words = folded.split(|letter| letter.is_whitespace());
        let words: Vec<_> = words
            .filter(|word| !word.is_empty())
            .map(<[char]>::to_vec)
            .collect();
        (!words.is_empty()).then_some(Query { words })
    }

    /// The records that hold every word of a query and that `me` may read, by kind.
    pub fn search(&self, state: &State, query: &Query, me: Option<Person<'_>>) -> Vec<Found> {
        let letters: Vec<Letters> = query.words.iter().map(|word| Letters::of(word)).collect();
        let may_hold = |known: &Known| letters.iter().all(|letters| known.bits.may_hold(letters));
        self.search_where(state, query, me, may_hold)
    }

    /// Searches in those records for which `may_hold` holds.
    fn search_where(
        &self,
        state: &State,
        query: &Query,
        me: Option<Person<'_>>,
        may_hold: impl Fn(&Known) -> bool,
    ) -> Vec<Found> {
        let withdrawals = Withdrawals::of(state);
        let reader = Reader { me, withdrawals };
        let shelves = SOURCES.iter().zip(&self.shelves);
        let found = shelves.map(|(source, shelf)| {
            let len = shelf.known.len();
            let order = (0..len).map(|at| {
                if source.newest_first {
                    len - 1 - at
                } else {
                    at
                }
            });
            let held = order
                .map(|at| &shelf.known[at])
                .filter(|known| may_hold(known));
            let hits = held.filter_map(|known| self.hit(state, source, known.id, query, &reader));
            best(source, hits)
        });
        found.filter(|found| !found.hits.is_empty()).collect()
    }

    fn hit(
        &self,
        state: &State,
        source: &Source,
        id: RecordId,
        query: &Query,
        reader: &Reader<'_>,
    ) -> Option<Hit> {
        let record = state.record(source.kind, id)?;
        if !source.may_read(record, reader.me) || reader.lost(state, source, record) {
            return None;
        }
        let texts = texts(state, source, record);
        let place = |word: &Vec<char>| {
            let mut places = texts.iter();
            places.find_map(|(field, text)| Some((*field, *text, self.find(text, word)?)))
        };
        let places: Vec<_> = query.words.iter().map(place).collect::<Option<_>>()?;
        let (field, text, (from, _)) = *places.first()?;
        Some(Hit {
            id,
            field: field.to_owned(),
            around: around(text, from),
            begins: places.iter().all(|(_, _, (from, _))| *from == 0),
        })
    }

    /// Where a folded word stands in a text, in bytes.
    fn find(&self, text: &str, word: &[char]) -> Option<(usize, usize)> {
        let (first, rest) = word.split_first()?;
        let begins = text.char_indices();
        begins
            .filter(|(_, letter)| self.fold.letter(*letter) == *first)
            .find_map(|(from, letter)| {
                let mut behind = text[from + letter.len_utf8()..].char_indices();
                let mut end = from + letter.len_utf8();
                for wanted in rest {
                    let (_, letter) = behind.next()?;
                    if self.fold.letter(letter) != *wanted {
                        return None;
                    }
                    end += letter.len_utf8();
                }
                Some((from, end))
            })
    }

    /// A text in stretches, so that the words that were searched can be marked.
    pub fn marked(&self, text: &str, query: &Query) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let places = query.words.iter().filter_map(|word| self.find(rest, word));
            let (from, end) = places
                .min_by_key(|(from, end)| (*from, std::cmp::Reverse(*end)))
                .unwrap_or((rest.len(), rest.len()));
            for (text, found) in [(&rest[..from], false), (&rest[from..end], true)] {
                if !text.is_empty() {
                    let text = text.to_owned();
                    stretches.push(Stretch { text, found });
                }
            }
            rest = &rest[end..];
        }
        stretches
    }
}

/// The first hits of a kind; of names and doors, those that begin with what was searched come
/// first.
fn best(source: &Source, hits: impl Iterator<Item = Hit>) -> Found {
    let mut found = Found {
        kind: source.kind,
        hits: Vec::new(),
        more: false,
    };
    let mut others = Vec::new();
    for hit in hits.take(LOOKED_AT) {
        let list = if hit.begins || source.newest_first {
            &mut found.hits
        } else {
            &mut others
        };
        if list.len() < MOST {
            list.push(hit);
            continue;
        }
        found.more = true;
        if found.hits.len() == MOST {
            return found;
        }
    }
    found.hits.append(&mut others);
    found.more |= found.hits.len() > MOST;
    found.hits.truncate(MOST);
    found
}

/// Who searches, and what nobody may read any more.
struct Reader<'a> {
    me: Option<Person<'a>>,
    withdrawals: Withdrawals,
}

impl Reader<'_> {
    /// Whether the consent was taken back under which a record was made.
    fn lost(&self, state: &State, source: &Source, record: &Record) -> bool {
        self.withdrawals
            .lost_any(state, source.kind, record)
            .content
    }
}

/// When what is searched of a record changed last: its own fields, or the name of its building.
fn changed(state: &State, source: &Source, record: &Record) -> Hlc {
    let own = record.changed().time;
    let building = (source.kind == Unit::KIND)
        .then(|| record.link("building"))
        .flatten();
    let building = building.and_then(|building| state.record(Building::KIND, building));
    building.map_or(own, |building| own.max(building.changed().time))
}

/// The letters of a record, and how many were read.
fn bits(fold: &Fold, state: &State, source: &Source, record: &Record) -> (Bits, usize) {
    let texts = texts(state, source, record);
    let count: usize = texts.iter().map(|(_, text)| text.chars().count()).sum();
    let mut bits = Bits::for_letters(count);
    for (_, text) in texts {
        bits.put(fold.text(text));
    }
    (bits, count)
}

/// How many letters of a text are shown before what was found, and in all.
const BEFORE: usize = 16;
const AROUND: usize = 90;

/// What stands around a place in a text, in one line.
fn around(text: &str, from: usize) -> String {
    let before = text[..from].char_indices().rev().take(BEFORE).last();
    let begin = before.map_or(from, |(at, _)| at);
    let mut around: String = if begin > 0 {
        "…".to_owned()
    } else {
        String::new()
    };
    let letters = text[begin..].chars();
    around.extend(
        letters
            .take(AROUND)
            .map(|c| if c.is_whitespace() { ' ' } else { c }),
    );
    if text[begin..].chars().nth(AROUND).is_some() {
        around.push('…');
    }
    around
}
