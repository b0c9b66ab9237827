//! The recorder as it is seen: asked for first, then begun, held, stopped, with level and time.

use std::time::Duration;

use ledger::RecordId;
use leptos::prelude::*;
use needs::{
    Interview,
    consent::{Consent, Scope, Whom, in_force},
    interview::consent_field,
};

use super::{
    book::{Book, Here},
    lines::mark,
    sound::{Doing, Trouble},
};
use crate::{
    components::{
        consent::AskConsent,
        file_error::file_error_text,
        icon::Icon,
        notice::{Kind, notice},
        question::meter,
        sheet::Sheet,
    },
    locales::{NotebookTexts, fill},
};

const SECOND: Duration = Duration::from_secs(1);

/// Whether those who are there agreed to be recorded; `None` where they were not asked yet.
fn agreed(book: &Book) -> Option<bool> {
    let decision = book.head(|head| {
        let consents = head.consents().into_iter();
        let mut of = consents.filter(|(scope, _)| *scope == Scope::Recording.name());
        of.next().map(|(_, id)| id)
    })?;
    let given = |state: &ledger::State| Consent::find(state, decision).map(Consent::given);
    book.desk().read(given)
}

/// Who is asked: the resident who talks, or everyone in the room.
fn whom(book: &Book) -> Whom {
    untrack(|| {
        book.head(|head| Whom {
            unit: head.unit(),
            resident: head
                .present()
                .into_iter()
                .filter(|one| one.role == "resident" && !head.is_group())
                .find_map(|one| one.resident),
        })
    })
}

/// A consent of today that they gave before, perhaps at the door.
fn given_before(book: &Book) -> Option<RecordId> {
    let campaign = book.campaign();
    let whom = whom(book);
    whom.unit?;
    book.desk().peek(|ledger| {
        let state = ledger.state();
        in_force(state, campaign, whom, Scope::Recording).map(|consent| consent.id)
    })
}

/// The recorder.
pub fn bar(here: Here) -> AnyView {
    let asking = RwSignal::new(false);
    let doing = Memo::new(move |_| here.book().map_or(Doing::Off, |book| book.sound().doing()));
    let shown = move || match doing.get() {
        Doing::Off => resting(here, asking),
        Doing::Starting => {
            view! { <p class="hint" role="status">{NotebookTexts::now().starting}</p> }.into_any()
        }
        Doing::On | Doing::Held => running(here, doing),
    };
    let trouble = move || {
        let text = here.book()?.sound().trouble().map(|trouble| match trouble {
            Trouble::Microphone => NotebookTexts::now().no_microphone.to_owned(),
            Trouble::Kept(error) => file_error_text(&error),
        });
        text.map(|text| notice(Kind::Error, text, None))
    };
    view! {
        <section class="recorder" data-doing=move || name(doing.get())>{shown}</section>
        {trouble}
        <Sheet open=asking labelled_by="ask-title">{ask(here, asking)}</Sheet>
    }
    .into_any()
}

const fn name(doing: Doing) -> &'static str {
    match doing {
        Doing::Off => "off",
        Doing::Starting => "starting",
        Doing::On => "on",
        Doing::Held => "held",
    }
}

fn resting(here: Here, asking: RwSignal<bool>) -> AnyView {
    let t = NotebookTexts::now();
    let consent = Memo::new(move |_| here.with(agreed));
    let start = move |_| match consent.get_untracked() {
        Some(true) => here.with(Book::start_sound),
        None if here.with(|book| given_before(book).is_some()) => here.with(|book| {
            let given = given_before(book);
            book.set(given.map(|id| consent_field(Scope::Recording.name(), id)));
            book.start_sound();
        }),
        _ => asking.set(true),
    };
    let count = move || {
        let count = here.with(|book| book.head(|head| head.recordings().len()));
        (count > 0).then(|| view! { <span class="hint">{fill(t.recorded, &[&count])}</span> })
    };
    let refused = move || {
        (consent.get() == Some(false)).then(|| view! { <span class="hint">{t.no_recording}</span> })
    };
    let word = move || {
        if consent.get() == Some(false) {
            t.ask_again
        } else {
            t.record
        }
    };
    view! {
        <button type="button" class="button" data-action="record" on:click=start>
            <Icon name="microphone"/>{word}
        </button>
        {count}
        {refused}
    }
    .into_any()
}

fn running(here: Here, doing: Memo<Doing>) -> AnyView {
    let t = NotebookTexts::now();
    let length = RwSignal::new(0);
    let tick = move || {
        let now = here.with(|book| {
            let at = book.now();
            let offset = |head: Interview<'_>| head.recordings().last()?.offset(at);
            untrack(|| book.head(offset))
        });
        let _ = length.try_set(now.unwrap_or(0));
    };
    tick();
    if let Ok(timer) = set_interval_with_handle(tick, SECOND) {
        on_cleanup(move || timer.clear());
    }
    let held = move || doing.get() == Doing::Held;
    let said = move || {
        fill(
            if held() { t.held } else { t.recording },
            &[&mark(length.get())],
        )
    };
    let level = here.book().and_then(|book| book.sound().stream(meter));
    let hold = move |_| here.with(Book::hold_sound);
    view! {
        <p class="recording-time" role="timer">
            <span class="recording-light" data-held=move || held().then_some("")></span>
            {said}
        </p>
        {level}
        <button type="button" class="button quiet" data-action="hold" on:click=hold>
            <Icon name="pause"/>
            {move || if held() { t.go_on_recording } else { t.hold }}
        </button>
        <button
            type="button"
            class="button quiet"
            data-action="stop"
            on:click=move |_| here.with(Book::end_sound)
        >
            <Icon name="stop"/>{t.stop}
        </button>
    }
    .into_any()
}

/// The question that comes before any recording.
fn ask(here: Here, open: RwSignal<bool>) -> AnyView {
    let t = NotebookTexts::now();
    let Some(book) = here.book() else {
        return ().into_any();
    };
    let (whom, campaign) = (whom(&book), book.campaign());
    let decided = Callback::new(move |(decision, given): (RecordId, bool)| {
        open.set(false);
        here.with(|book| {
            book.set([consent_field(Scope::Recording.name(), decision)]);
            if given {
                book.start_sound();
            }
        });
    });
    view! {
        <h2 id="ask-title">{t.ask_recording}</h2>
        <AskConsent scope=Scope::Recording whom campaign speaks=None decided/>
        <button class="button quiet" on:click=move |_| open.set(false)>{t.not_now}</button>
    }
    .into_any()
}
