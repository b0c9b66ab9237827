//! A site to try things out on, made from a seed: the same seed gives the same estate.

mod buildings;
mod history;
mod households;

use chrono::{Datelike, Months, NaiveDate};
use fastrand::Rng;
use ledger::{Change, RecordId, SiteId, uuid_v7};

pub use history::history;

use crate::{
    Campaign, Localised, Person, Purpose, Questionnaire, Role, Site, consent::Wording, first_tree,
};

/// What to make.
#[derive(Clone, Debug)]
pub struct Demo<'a> {
    /// Where every id and every choice comes from.
    pub seed: u64,
    /// How many doors, at least 1. Up to some hundred it is three equal blocks; more make an estate
    /// of buildings of different heights, with entrances and shops.
    pub households: u32,
    /// The day on which it is made; the campaign is that half-year's.
    pub today: NaiveDate,
    /// The questionnaires of the campaign.
    pub forms: Vec<FormFile<'a>>,
}

/// A questionnaire's workbook and what is written on its cover.
#[derive(Clone, Copy, Debug)]
pub struct FormFile<'a> {
    /// Its number as a quality record.
    pub number: &'a str,
    /// Its version, as in the workbook's settings.
    pub version: &'a str,
    /// Its title.
    pub title: Localised<'a>,
    /// What it is for.
    pub purpose: Purpose,
    /// The workbook (`.xlsx`).
    pub workbook: &'a [u8],
}

/// What was made: the records to write.
#[derive(Clone, Debug)]
pub struct Estate {
    /// The site.
    pub site: SiteId,
    /// The person in whose name the records are written: the manager.
    pub actor: RecordId,
    /// The records.
    pub changes: Vec<Change>,
}

/// Names that many people share, so that no one in particular is meant.
const PEOPLE: [(Role, Localised<'static>); 6] = [
    (Role::Assistant, text("陳美玲", "陈美玲", "Chan Mei-ling")),
    (Role::Assistant, text("林志強", "林志强", "Lam Chi-keung")),
    (Role::Supervisor, text("黃淑芬", "黄淑芬", "Wong Suk-fan")),
    (Role::Manager, text("李國華", "李国华", "Lee Kwok-wah")),
    (Role::Executive, text("張雅文", "张雅文", "Cheung Nga-man")),
    (Role::Auditor, text("吳家輝", "吴家辉", "Ng Ka-fai")),
];

const fn text<'a>(zh_hant: &'a str, zh_hans: &'a str, en: &'a str) -> Localised<'a> {
    Localised {
        zh_hant,
        zh_hans,
        en,
    }
}

/// Makes the demo estate.
pub fn estate(demo: &Demo<'_>) -> Estate {
    let mut rng = Rng::with_seed(demo.seed);
    // The time part of the ids is fixed: the same seed gives the same ids.
    let mut id = move || {
        RecordId(uuid_v7(
            1_700_000_000_000,
            std::array::from_fn(|_| rng.u8(..)),
        ))
    };
    let site = SiteId(id().0);
    let mut changes = vec![Site::change(
        site,
        text("翠湖花園", "翠湖花园", "Jade Lake Gardens"),
        true,
    )];

    let people: Vec<(RecordId, Role)> = PEOPLE
        .iter()
        .map(|(role, name)| {
            let person = id();
            changes.push(Person::change(person, *name, *role));
            (person, *role)
        })
        .collect();
    let actor = people
        .iter()
        .find(|(_, role)| *role == Role::Manager)
        .map_or(RecordId(site.0), |(person, _)| *person);

    let forms: Vec<RecordId> = demo
        .forms
        .iter()
        .map(|file| {
            let form = id();
            let label = (file.number, file.version);
            changes.push(Questionnaire::change(
                form,
                label,
                file.title,
                file.purpose,
                file.workbook,
            ));
            form
        })
        .collect();
    changes.push(campaign(id(), demo.today, &forms));
    changes.extend(Wording::first());
    buildings::write((demo.seed, demo.households), &mut id, &mut changes);
    changes.extend(first_tree(site));
    Estate {
        site,
        actor,
        changes,
    }
}

/// The campaign of the half-year that `today` lies in.
fn campaign(id: RecordId, today: NaiveDate, forms: &[RecordId]) -> Change {
    let year = today.year();
    let second = today.month() > 6;
    let first_day = NaiveDate::from_ymd_opt(year, if second { 7 } else { 1 }, 1).unwrap_or(today);
    let last_day = first_day
        .checked_add_months(Months::new(6))
        .and_then(|day| day.pred_opt())
        .unwrap_or(today);
    let (half_zh, half_en) = if second {
        ("下半年", "second")
    } else {
        ("上半年", "first")
    };
    let zh_hant = format!("{year} 年{half_zh}客戶需求調查");
    let zh_hans = format!("{year} 年{half_zh}客户需求调查");
    let en = format!("Survey of needs, {half_en} half of {year}");
    Campaign::change(
        id,
        text(&zh_hant, &zh_hans, &en),
        (first_day, last_day),
        forms,
    )
}
