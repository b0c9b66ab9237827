//! A campaign from the first draft to the end: plan, steps, sample, rounds, what counts.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod rounds;
mod sampling;
mod site;

use chrono::NaiveDate;
use ledger::RecordId;
use needs::{
    Campaign, Plan, Round, Stage, Unit,
    campaign::Figures,
    sample::Method,
    visit::{Outcome, Visit, attempts},
};
use site::{Site, design, id, today};

#[test]
fn a_plan_begins_with_the_half_year_that_has_none() {
    let site = Site::of(60);
    let plan = site.plan();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(
        (plan.starts, plan.ends),
        (day("2027-01-01"), day("2027-06-30"))
    );
    assert_eq!(plan.names[2], "Survey of needs, first half of 2027");
    assert_eq!((plan.surveys, plan.interviews), (30, 10));
    assert_eq!(plan.forms.len(), 1);
}

#[test]
fn a_plan_that_was_left_is_taken_up_again_with_what_others_changed() {
    let site = Site::of(60);
    let begun = site.plan();
    let mut left = begun.clone();
    "Autumn".clone_into(&mut left.names[2]);
    left.surveys = 45;
    left.occasion = needs::Occasion::Special;
    left.ends = left.starts;
    left.forms.clear();
    left.frame.lowest = Some(2);
    left.sample = Some(design(Method::ByBuilding, 20, 5));
    let (base, kept) = (begun.noted(), left.noted());
    assert_eq!(begun.clone().resumed(&base, &kept), left);
    assert_eq!(left.clone().resumed(&kept, &base), begun, "and back");

    // Somebody else has set another target meanwhile.
    let mut now = begun.clone();
    now.interviews = 15;
    let both = now.resumed(&base, &kept);
    assert_eq!((both.surveys, both.interviews), (45, 15));

    // What can't be read changes nothing.
    let odd = [
        ("starts", "soon"),
        ("survey_percent", "many"),
        ("new field", "?"),
    ];
    let odd = odd.map(|(field, value)| (field.to_owned(), value.into()));
    assert_eq!(
        begun
            .clone()
            .resumed(&base, &base.clone().into_iter().chain(odd).collect()),
        begun
    );
}

#[test]
fn a_campaign_takes_one_step_after_the_other() {
    let mut site = Site::of(60);
    let demo = Campaign::current(site.state(), today()).unwrap();
    assert_eq!(
        demo.stage(),
        Stage::Running,
        "one of before there were steps"
    );
    let demo = demo.id;
    let plan = site.plan();
    let campaign = site.begin(1, &plan);
    assert_eq!(site.campaign(campaign).stage(), Stage::Draft);

    // Starting what nobody approved has no effect.
    site.sign(campaign, Stage::Running, "");
    assert_eq!(site.campaign(campaign).stage(), Stage::Draft);
    site.sign(campaign, Stage::Approved, "");
    assert_eq!(site.campaign(campaign).stage(), Stage::Approved);
    site.sign(campaign, Stage::Draft, "the targets");
    assert_eq!(site.campaign(campaign).stage(), Stage::Draft);
    site.run(campaign);
    assert_eq!(site.campaign(campaign).stage(), Stage::Running);
    assert!(site.campaign(campaign).changed_since_approval().is_empty());

    let signatures = site.campaign(campaign).signatures();
    let steps: Vec<_> = signatures
        .iter()
        .map(|one| (one.stage, one.reason))
        .collect();
    assert_eq!(steps.last(), Some(&(Stage::Running, "")));
    assert!(steps.contains(&(Stage::Draft, "the targets")));
    assert!(signatures.iter().all(|one| one.name == "Lee Kwok-wah"));

    // The one whose period it is comes before the one of next year.
    assert_eq!(Campaign::current(site.state(), today()).unwrap().id, demo);
    site.sign(demo, Stage::Closed, "");
    assert_eq!(
        Campaign::current(site.state(), today()).unwrap().id,
        campaign
    );
    site.sign(campaign, Stage::Closed, "");
    assert!(Campaign::current(site.state(), today()).is_none());
    assert_eq!(Campaign::shown(site.state(), today()).unwrap().id, campaign);

    // Nobody opens it again.
    for stage in Stage::ALL {
        site.sign(campaign, stage, "");
        assert_eq!(site.campaign(campaign).stage(), Stage::Closed);
    }
}

#[test]
fn a_change_after_the_approval_is_told() {
    let mut site = Site::of(60);
    let mut plan = site.plan();
    let campaign = site.begin(1, &plan);
    site.sign(campaign, Stage::Approved, "");
    plan.surveys = 20;
    let change = plan.update(site.campaign(campaign)).unwrap();
    assert_eq!(change.set.len(), 1, "only what differs");
    site.write(change);
    assert_eq!(
        site.campaign(campaign).changed_since_approval(),
        ["survey_percent"]
    );
    assert_eq!(plan.update(site.campaign(campaign)), None);
    let read = Plan::of(site.state(), site.campaign(campaign));
    assert_eq!(read, plan);
}

#[test]
fn nothing_is_counted_that_was_written_after_the_closing() {
    let mut site = Site::of(60);
    let campaign = Campaign::current(site.state(), today()).unwrap().id;
    let units: Vec<RecordId> = Unit::all(site.state())
        .map(|unit| unit.id)
        .take(3)
        .collect();
    site.answer(10, units[0], campaign);
    site.sign(campaign, Stage::Closed, "");
    site.answer(11, units[1], campaign);
    let refused = Visit::change(id(12), units[2], Some(campaign), Outcome::Refused, None);
    site.write(refused);
    let plan = site.plan();
    let change = Plan {
        surveys: 50,
        ..plan
    }
    .update(site.campaign(campaign))
    .unwrap();
    site.write(change);

    let closed = site.campaign(campaign);
    let now = Round::read(site.state(), Some(closed)).survey;
    assert_eq!((now.units, now.reached, now.target), (60, 1, 19));
    let tried = attempts(site.state(), Some(campaign));
    assert_eq!(tried.keys().collect::<Vec<_>>(), [&units[0]]);
    let figures = closed.final_figures().unwrap();
    assert_eq!(figures, Figures::of(site.state(), closed));
    assert_eq!((figures.surveys, figures.survey_target), (1, 19));
    let late = closed.after_closing(site.state());
    let late: Vec<_> = late.into_iter().map(|(kind, id, _)| (kind, id)).collect();
    assert_eq!(late, [("response", id(11)), ("visit", id(12))]);
}

#[test]
fn a_copied_plan_has_the_next_period_and_a_seed_of_its_own() {
    let mut site = Site::of(60);
    let plan = Plan {
        surveys: 35,
        sample: Some(design(Method::Random, 20, 5)),
        ..site.plan()
    };
    let campaign = site.begin(1, &plan);
    let copy = Plan::like(site.state(), site.campaign(campaign), plan.starts, 7);
    assert_eq!(copy.starts, "2027-07-01".parse::<NaiveDate>().unwrap());
    assert_eq!((copy.surveys, copy.sample.unwrap().seed), (35, 7));
    assert_eq!(copy.frame, plan.frame);
    assert_eq!(copy.forms, plan.forms);
}
