//! A need: what is wanted, and where it was said.

use ledger::RecordId;
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{
    Act, Need, Passage, Tree,
    consent::Withdrawals,
    passage::{Origin, Source},
};

use crate::{
    components::{
        back::BackLink,
        icon::Icon,
        moment::day_and_time,
        notice::{Kind, error_notice, notice},
        record_name::person_name,
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{NotebookTexts, OfficeTexts, ThemeTexts, TrailTexts, language},
    pages::{
        about,
        themes::one::{door_of, source_address},
    },
};

/// The screen.
#[component]
pub fn NeedPage() -> impl IntoView {
    about(
        "need",
        |state, id| Need::find(state, id).is_some(),
        |id| view! { <One id/> }.into_any(),
    )
}

/// What is known of it.
#[derive(Clone, PartialEq)]
struct Known {
    content: String,
    withdrawn: bool,
    /// Consent to what it was taken from was taken back.
    lost: bool,
    themes: Vec<(RecordId, String)>,
    quote: Option<String>,
    source: Option<String>,
    about: Option<String>,
    by: String,
    when: String,
}

fn known(desk: Desk, id: RecordId) -> Option<Known> {
    let lang = language();
    desk.read(|state| {
        let need = Need::find(state, id)?;
        let tree = Tree::of(state);
        let themes = need.themes().filter_map(|theme| tree.counts_for(theme));
        let passage = need.passage().and_then(|id| Passage::find(state, id));
        let source: Option<(RecordId, Source<'_>)> =
            passage.and_then(|passage| Some((passage.id, passage.source()?)));
        let origin = source.and_then(|(_, source)| Origin::of(state, &source));
        let written = need.written();
        let lost = need.is_lost(state, &Withdrawals::of(state));
        let source = source.filter(|_| !lost);
        let passage = passage.filter(|_| !lost);
        let content = if lost { "" } else { need.content() };
        Some(Known {
            content: content.to_owned(),
            lost,
            withdrawn: need.withdrawn(),
            themes: themes
                .map(|theme| (theme, tree.path(theme, lang)))
                .collect(),
            quote: passage.map(|passage| passage.quote().to_owned()),
            source: source.map(|(passage, source)| source_address(passage, &source)),
            about: origin.map(|origin| {
                let when = day_and_time(origin.started, lang);
                format!("{} · {when}", door_of(state, &origin, lang))
            }),
            by: person_name(state, written.actor),
            when: day_and_time(&written.wall, lang),
        })
    })
}

#[component]
fn One(id: RecordId) -> impl IntoView {
    let t = ThemeTexts::now();
    let desk = expect_context::<Desk>();
    let shown = Memo::new(move |_| known(desk, id));
    let may = Memo::new(move |_| {
        let may = desk.with_person(|state, person| {
            let own = Need::find(state, id).is_some_and(|need| need.written().actor == person.id);
            let lost = shown.read().as_ref().is_some_and(|known| known.lost);
            !lost && person.role().may(Act::Collect) && (own || person.role().may(Act::ReadAll))
        });
        may.unwrap_or(false)
    });
    let error = RwSignal::new(None::<String>);
    let write = move |change| {
        spawn_local(async move {
            let why = desk.record(change).await.err();
            let _ = error.try_set(why.map(|why| write_error_text(&why)));
        });
    };
    let content = RwSignal::new(untrack(|| {
        shown.get().map(|known| known.content).unwrap_or_default()
    }));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let content = content.get_untracked();
        if !content.trim().is_empty() {
            write(Need::reword(id, &content));
        }
    };
    let changed = Memo::new(move |_| {
        let known = shown.read();
        known
            .as_ref()
            .is_some_and(|known| known.content != content.read().trim())
    });
    let withdraw = move |_| {
        let withdrawn = shown.get_untracked().is_some_and(|known| known.withdrawn);
        write(Need::withdraw(id, !withdrawn));
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <div class="page-head"><h1>{t.need}</h1></div>
            {error_notice(error)}
            {move || shown.get().map(about_it)}
            <Show when=move || may.get()>
                <form class="card stack" on:submit=submit>
                    <label class="field">
                        <span>{t.need_reword}</span>
                        <textarea
                            rows="4"
                            prop:value=content
                            on:input=move |event| content.set(event_target_value(&event))
                        ></textarea>
                    </label>
                    <p class="button-row">
                        <Show when=move || changed.get()>
                            <button class="button primary">{t.save}</button>
                        </Show>
                        <button type="button" class="button" on:click=withdraw>
                            {move || match shown.get() {
                                Some(known) if known.withdrawn => t.need_back,
                                _ => t.need_withdraw,
                            }}
                        </button>
                        <A href=format!("/history/{}/{id}", Need::KIND) attr:class="button">
                            <Icon name="list"/>{TrailTexts::now().history}
                        </A>
                    </p>
                </form>
            </Show>
        </main>
    }
}

fn about_it(known: Known) -> AnyView {
    let t = ThemeTexts::now();
    if known.lost {
        return notice(Kind::Info, NotebookTexts::now().withdrawn, None);
    }
    let withdrawn = known
        .withdrawn
        .then(|| notice(Kind::Warning, t.need_withdrawn, None));
    let themes = known.themes.into_iter().map(|(id, name)| {
        view! { <li><A href=format!("/theme/{id}")>{name}</A></li> }
    });
    let quote = known.quote.map(|quote| {
        view! { <blockquote class="quote">{quote}</blockquote> }
    });
    let back = known.source.map(|href| {
        view! {
            <p class="button-row">
                <A href=href attr:class="button"><Icon name="document"/>{t.to_source}</A>
            </p>
        }
    });
    view! {
        {withdrawn}
        <p class="lead need-content">{known.content}</p>
        <ul class="theme-tags">{themes.collect_view()}</ul>
        <section class="card stack">
            <h2>{t.need_source}</h2>
            {quote}
            <p class="hint">{known.about}</p>
            <p class="hint">{OfficeTexts::now().person}" "{known.by}" · "{known.when}</p>
            {back}
        </section>
    }
    .into_any()
}
