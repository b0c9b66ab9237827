//! Who lives in the demo: names so common that no one is meant, phones that no one has.

use fastrand::Rng;
use ledger::{Change, RecordId};

use crate::{Contact, Relation, Resident, ResidentFacts, Tenure};

const SURNAMES: [(&str, &str); 16] = [
    ("陳", "Chan"),
    ("林", "Lam"),
    ("黃", "Wong"),
    ("李", "Lee"),
    ("張", "Cheung"),
    ("王", "Wang"),
    ("吳", "Ng"),
    ("劉", "Lau"),
    ("何", "Ho"),
    ("郭", "Kwok"),
    ("鄭", "Cheng"),
    ("梁", "Leung"),
    ("謝", "Tse"),
    ("周", "Chow"),
    ("葉", "Yip"),
    ("楊", "Yeung"),
];
const GIVEN: [(&str, &str); 16] = [
    ("家輝", "Ka-fai"),
    ("志強", "Chi-keung"),
    ("淑芬", "Suk-fan"),
    ("美玲", "Mei-ling"),
    ("國華", "Kwok-wah"),
    ("雅文", "Nga-man"),
    ("俊傑", "Chun-kit"),
    ("嘉欣", "Ka-yan"),
    ("偉明", "Wai-ming"),
    ("麗華", "Lai-wah"),
    ("建國", "Kin-kwok"),
    ("曉彤", "Hiu-tung"),
    ("玉蘭", "Yuk-lan"),
    ("思敏", "Sze-man"),
    ("永康", "Wing-hong"),
    ("秀英", "Sau-ying"),
];
const ENGLISH: [&str; 8] = [
    "James Smith",
    "Mary Brown",
    "David Taylor",
    "Susan Wilson",
    "Peter Jones",
    "Grace Miller",
    "Daniel Davies",
    "Emily Clark",
];
const HOURS: [&str; 3] = ["平日 19:00 後", "週末上午", "Weekends"];

/// Fills doors with residents, the same for the same seed.
pub(super) struct Households {
    rng: Rng,
}

impl Households {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed ^ 0x4e57),
        }
    }

    /// The owner, the tenant where there is one, and perhaps family; nobody behind one door of
    /// twenty.
    pub(super) fn move_in(
        &mut self,
        unit: RecordId,
        tenure: Tenure,
        id: &mut impl FnMut() -> RecordId,
        changes: &mut Vec<Change>,
    ) {
        if self.chance(20) {
            return;
        }
        let surname = self.rng.usize(..SURNAMES.len());
        let mut relations = vec![(surname, Relation::Owner)];
        if tenure == Tenure::Tenant {
            relations.push((self.rng.usize(..SURNAMES.len()), Relation::Tenant));
        } else if self.chance(3) {
            relations.push((surname, Relation::Family));
        }
        for (surname, relation) in relations {
            let person = id();
            changes.push(self.person(person, unit, surname, relation));
        }
    }

    fn person(
        &mut self,
        person: RecordId,
        unit: RecordId,
        surname: usize,
        relation: Relation,
    ) -> Change {
        let (zh, latin) = SURNAMES[surname];
        let (given_zh, given_latin) = GIVEN[self.rng.usize(..GIVEN.len())];
        let (name, speaks) = match self.rng.u8(..20) {
            0 => {
                let name = ENGLISH[self.rng.usize(..ENGLISH.len())];
                (name.to_owned(), &[("en", true)][..])
            }
            1..=3 => (
                format!("{latin} {given_latin}"),
                &[("en", true), ("yue", true)][..],
            ),
            4..=7 => (format!("{zh}{given_zh}"), &[("cmn", true)][..]),
            _ => (format!("{zh}{given_zh}"), &[("yue", true)][..]),
        };
        // No subscriber's number begins with 0 in Hong Kong's numbering plan.
        let number = self.rng.u32(..10_000_000);
        let phone = format!("0{:03} {:04}", number / 10_000, number % 10_000);
        let contact = match self.rng.u8(..40) {
            0 => Some(Contact::Never),
            1..=3 => Some(Contact::Phone),
            _ => None,
        };
        let hours = HOURS[self.rng.usize(..HOURS.len())];
        let facts = ResidentFacts {
            unit: Some(unit),
            name: Some(&name),
            relation: Some(relation),
            phone: Some(&phone),
            key_customer: self.chance(12).then_some(true),
            contact,
            hours: self.chance(10).then_some(hours),
            languages: speaks,
            ..ResidentFacts::default()
        };
        Resident::set(person, facts)
    }

    /// One of so many.
    fn chance(&mut self, of: u32) -> bool {
        self.rng.u32(..of) == 0
    }
}
