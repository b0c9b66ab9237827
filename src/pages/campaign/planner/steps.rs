//! The steps that say when, with which forms, and who walks.

use leptos::prelude::*;
use needs::{Act, Lang, Occasion, Person, Plan, Purpose, Questionnaire, campaign::doors_each};

use super::{
    Planner,
    controls::{number, tick, turn},
};
use crate::{
    components::{choice_row::ChoiceRow, role_name::role_name},
    locales::{CampaignTexts, PlanTexts, TodayTexts, fill, language},
    pages::campaign::words::occasion_text,
};

pub fn when(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let lang = language();
    let at = Lang::ALL.iter().position(|one| *one == lang).unwrap_or(0);
    let occasions = Occasion::ALL.map(|one| (one, occasion_text(one).to_owned()));
    let occasion = Memo::new(move |_| plan.with(|plan| plan.occasion));
    let choose = Callback::new(move |one| plan.update(|plan| plan.occasion = one));
    let rename = move |event| {
        let name = event_target_value(&event);
        // Typed in one language, it is called so in all.
        plan.update(|plan| plan.names = [name.clone(), name.clone(), name]);
    };
    let day = move |label: &'static str, name: &'static str, of: fn(&mut Plan) -> &mut _| {
        let read = move || {
            let mut copy = plan.get();
            let day: chrono::NaiveDate = *of(&mut copy);
            day.to_string()
        };
        let write = move |event| {
            if let Some(day) = Plan::day(&event_target_value(&event)) {
                plan.update(|plan| *of(plan) = day);
            }
        };
        view! {
            <label class="field">
                <span>{label}</span>
                <input type="date" name=name prop:value=read on:change=write/>
            </label>
        }
    };
    let percent = move |label, name, of: fn(&mut Plan) -> &mut u32| {
        let read = move || {
            let mut copy = plan.get();
            usize::try_from(*of(&mut copy)).unwrap_or(0)
        };
        number(label, name, 0..=100, read, move |percent| {
            let percent = u32::try_from(percent).unwrap_or(0);
            plan.update(|plan| *of(plan) = percent);
        })
    };
    view! {
        <ChoiceRow name="occasion" legend=t.occasion options=occasions.to_vec() taken=occasion choose/>
        <label class="field">
            <span>{t.name}</span>
            <input
                type="text"
                name="name"
                autocomplete="off"
                prop:value=move || plan.with(|plan| plan.names[at].clone())
                on:input=rename
            />
        </label>
        <div class="field-pair">
            {day(t.first_day, "first", |plan| &mut plan.starts)}
            {day(t.last_day, "last", |plan| &mut plan.ends)}
        </div>
        <h3>{t.targets}</h3>
        <div class="field-pair">
            {percent(t.survey_percent, "surveys", |plan| &mut plan.surveys)}
            {percent(t.interview_percent, "interviews", |plan| &mut plan.interviews)}
        </div>
        <p class="hint">{t.targets_hint}</p>
    }
    .into_any()
}

pub fn forms(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let lang = language();
    let rows: Vec<AnyView> = planner.desk.read(|state| {
        let all = Questionnaire::all(state).into_iter();
        let row = |form: Questionnaire<'_>| {
            let id = form.id;
            let purpose = match form.purpose() {
                Purpose::Survey => TodayTexts::now().surveys,
                Purpose::Interview => TodayTexts::now().interviews,
            };
            let version = fill(
                TodayTexts::now().version,
                &[&form.number(), &form.version()],
            );
            tick(
                form.title(lang).to_owned(),
                format!("{purpose} · {version}"),
                move || plan.with(|plan| plan.forms.contains(&id)),
                move |on| plan.update(|plan| turn(&mut plan.forms, id, on)),
            )
        };
        all.map(row).collect()
    });
    let none = rows.is_empty();
    view! {
        <p class="hint">{t.forms_hint}</p>
        <div class="plan-choices">{rows}</div>
        {none.then(|| view! { <p class="empty">{t.forms_none}</p> })}
    }
    .into_any()
}

pub fn rounds(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let people = planner.people;
    let lang = language();
    let desk = planner.desk;
    let plan = planner.plan;
    // The draw does not follow from who walks: it is done once.
    let blocks = Memo::new(move |_| desk.read(|state| plan.with(|plan| plan.blocks(state))));
    let each = Memo::new(move |_| {
        let people = people.get();
        let shares = blocks.with(|blocks| needs::Assignments::balanced(blocks, &people));
        blocks.with(|blocks| doors_each(blocks, &shares))
    });
    let rows: Vec<AnyView> = desk.read(|state| {
        let all = Person::all(state).into_iter();
        let all = all.filter(|person| person.role().may(Act::Collect));
        let row = |person: Person<'_>| {
            let id = person.id;
            let count = move || {
                let doors = each.with(|each| each.get(&Some(id)).copied());
                let doors = doors.map(|doors| fill(t.doors_each, &[&doors]));
                view! { <span class="plan-doors">{doors}</span> }
            };
            view! {
                <div class="plan-person" data-person=id.to_string()>
                    {tick(
                        person.name(lang).to_owned(),
                        role_name(person.role()).to_owned(),
                        move || people.with(|people| people.contains(&id)),
                        move |on| people.update(|people| turn(people, id, on)),
                    )}
                    {count}
                </div>
            }
            .into_any()
        };
        all.map(row).collect()
    });
    let nobody = if planner.campaign.is_some() {
        t.people_keep
    } else {
        t.people_none
    };
    view! {
        <p class="hint">{t.people_hint}</p>
        <fieldset class="plan-choices">
            <legend>{t.people}</legend>
            {rows}
        </fieldset>
        {move || people.with(Vec::is_empty).then(|| view! { <p class="empty">{nobody}</p> })}
        <p class="hint">{CampaignTexts::now().units_asked} ": " {move || {
            blocks.with(|blocks| blocks.iter().map(|(_, doors)| doors.len()).sum::<usize>())
        }}</p>
    }
    .into_any()
}
