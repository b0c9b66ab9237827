//! What the office leads to. A new screen adds its place here.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the line of every place has the same form"
)]

use ledger::State;
use needs::{
    Act, Building, Campaign, Interview, Passage, Person, Response, Stage, Unit,
    access::{Caller, Deed},
    review,
    visit::Rate,
};

use crate::{
    locales::{
        AccessTexts, CampaignTexts, ConsentTexts, EstateTexts, NotebookTexts, OfficeTexts,
        ProgressTexts, ReviewTexts, RoundsTexts, TableTexts, ThemeTexts, TrailTexts, VisitTexts,
        fill,
    },
    round::RoundNow,
};

/// Places that belong together.
pub(super) struct Group {
    /// Its heading.
    pub title: fn() -> &'static str,
    /// What it leads to.
    pub places: &'static [Place],
}

/// A screen of the office.
pub(super) struct Place {
    /// Its address.
    pub href: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its name.
    pub title: fn() -> &'static str,
    /// What is there at this moment, in a few words, perhaps none; `None` where the place is not
    /// for this person or nothing is there to be done.
    pub line: fn(&State, Person<'_>) -> Option<String>,
}

/// All of them, in the order in which a campaign goes.
pub(super) const GROUPS: &[Group] = &[
    Group {
        title: || OfficeTexts::now().group_plan,
        places: &[
            Place {
                href: "/estate",
                icon: "home",
                title: || EstateTexts::now().title,
                line: estate,
            },
            Place {
                href: "/campaigns",
                icon: "calendar",
                title: || CampaignTexts::now().title,
                line: campaigns,
            },
            Place {
                href: "/due",
                icon: "waiting",
                title: || RoundsTexts::now().due_title,
                line: |_, _| Some(String::new()),
            },
            Place {
                href: "/people",
                icon: "person",
                title: || AccessTexts::now().people,
                line: people,
            },
            Place {
                href: "/rules",
                icon: "document",
                title: || ConsentTexts::now().rules_title,
                line: |_, _| Some(String::new()),
            },
        ],
    },
    Group {
        title: || OfficeTexts::now().group_in,
        places: &[
            Place {
                href: "/incoming",
                icon: "in",
                title: || OfficeTexts::now().incoming,
                line: incoming,
            },
            Place {
                href: "/interviews",
                icon: "interview",
                title: || NotebookTexts::now().interviews,
                line: interviews,
            },
            Place {
                href: "/review",
                icon: "check-circle",
                title: || ReviewTexts::now().review,
                line: review,
            },
        ],
    },
    Group {
        title: || OfficeTexts::now().group_progress,
        places: &[
            Place {
                href: "/progress",
                icon: "office",
                title: || ProgressTexts::now().title,
                line: progress,
            },
            Place {
                href: "/rates",
                icon: "door",
                title: || VisitTexts::now().rates,
                line: rates,
            },
        ],
    },
    Group {
        title: || OfficeTexts::now().group_says,
        places: &[Place {
            href: "/themes",
            icon: "group",
            title: || ThemeTexts::now().themes,
            line: themes,
        }],
    },
    Group {
        title: || OfficeTexts::now().group_data,
        places: &[
            Place {
                href: "/tables",
                icon: "out",
                title: || OfficeTexts::now().tables,
                line: |_, _| Some(TableTexts::now().sub.to_owned()),
            },
            Place {
                href: "/conflicts",
                icon: "warning",
                title: || TrailTexts::now().conflicts,
                line: conflicts,
            },
        ],
    },
];

fn estate(state: &State, _: Person<'_>) -> Option<String> {
    let counts = (
        state.records(Building::KIND).count(),
        Unit::all(state).count(),
    );
    Some(fill(EstateTexts::now().counts, &[&counts.0, &counts.1]))
}

fn campaigns(state: &State, _: Person<'_>) -> Option<String> {
    let all = Campaign::all(state);
    let count = |stage| all.iter().filter(|one| one.stage() == stage).count();
    let (running, drafts) = (count(Stage::Running), count(Stage::Draft));
    Some(fill(
        RoundsTexts::now().campaigns_line,
        &[&running, &drafts],
    ))
}

fn people(state: &State, person: Person<'_>) -> Option<String> {
    let caller = Caller {
        role: person.role(),
        person: person.id,
    };
    let count = Person::all(state).len();
    caller
        .may(Deed::SeeDevices)
        .then(|| fill(OfficeTexts::now().people_count, &[&count]))
}

fn interviews(state: &State, _: Person<'_>) -> Option<String> {
    Some(match state.records(Interview::KIND).count() {
        0 => NotebookTexts::now().interviews_none.to_owned(),
        count => fill(OfficeTexts::now().count, &[&count]),
    })
}

fn incoming(state: &State, _: Person<'_>) -> Option<String> {
    let t = OfficeTexts::now();
    Some(match state.records(Response::KIND).count() {
        0 => t.none.to_owned(),
        count => fill(t.count, &[&count]),
    })
}

fn progress(_: &State, _: Person<'_>) -> Option<String> {
    let round = RoundNow::here();
    let survey = round.with(|round| round.survey);
    Some(fill(
        ProgressTexts::now().line,
        &[&survey.reached, &survey.units],
    ))
}

fn rates(_: &State, _: Person<'_>) -> Option<String> {
    let counts = RoundNow::here().with(|round| round.dispositions(None).counts);
    let rate = counts.rate(Rate::RR2);
    let percent = format!("{:.0}", rate.unwrap_or_default() * 100.0);
    Some(fill(OfficeTexts::now().rates_line, &[&percent]))
}

fn review(state: &State, person: Person<'_>) -> Option<String> {
    let waiting = person
        .role()
        .may(Act::Review)
        .then(|| review::items(state, |stage, _| stage.waits()).len());
    waiting.map(|count| fill(ReviewTexts::now().waiting_line, &[&count]))
}

fn themes(state: &State, _: Person<'_>) -> Option<String> {
    let count = Passage::usable(state).len();
    Some(fill(ThemeTexts::now().marks_count, &[&count]))
}

fn conflicts(state: &State, _: Person<'_>) -> Option<String> {
    let count = state.conflicts().count();
    (count > 0).then(|| fill(TrailTexts::now().conflicts_count, &[&count]))
}
