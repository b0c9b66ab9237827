//! The form screen alone in a page, to be measured: `globalThis.screenUnderTest` opens a
//! definition, goes to a question, tells what is far from the screen, and takes it out again.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::DateTime;
use doorstep::{
    Interview,
    screen::{Flow, FormScreen, Host, rehearse},
    set_language,
};
use form::{Attachments, Context, ItemKind, Session, read_form};
use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use needs::Lang;
use wasm_bindgen::{JsValue, closure::Closure};

/// What is in the page; dropping it takes it out.
struct Shown {
    /// What belongs to the screen ends with it.
    owner: Owner,
    interview: Interview,
    seek: RwSignal<Option<String>>,
    _screen: Box<dyn std::any::Any>,
}

fn main() {
    // As the others are: a font for Chinese costs a page its first 60 ms, whoever asks for it.
    set_language(Lang::En);
    let shown = Rc::new(RefCell::new(None::<Shown>));
    let object = Object::new();
    let (opened, gone) = (Rc::clone(&shown), Rc::clone(&shown));
    let open = Closure::<dyn Fn(Vec<u8>) -> JsValue>::new(move |text: Vec<u8>| match open(&text) {
        Ok(screen) => {
            *opened.borrow_mut() = Some(screen);
            JsValue::NULL
        }
        Err(message) => JsValue::from_str(&message),
    });
    let go = Closure::<dyn Fn(String)>::new(move |path: String| {
        if let Some(shown) = &*gone.borrow() {
            shown.seek.set(Some(path));
        }
    });
    let counted = Rc::clone(&shown);
    let asked = Closure::<dyn Fn() -> u32>::new(move || counted.borrow().as_ref().map_or(0, asked));
    let read = Rc::clone(&shown);
    let label = Closure::<dyn Fn(String) -> String>::new(move |path: String| {
        read.borrow()
            .as_ref()
            .map(|shown| label(shown, &path))
            .unwrap_or_default()
    });
    let close = Closure::<dyn Fn()>::new(move || drop(shown.borrow_mut().take()));
    let rehearse = Closure::<dyn Fn(Function)>::new(|done: Function| {
        rehearse(move || drop(done.call0(&JsValue::NULL)));
    });
    set(&object, "rehearse", rehearse.into_js_value());
    set(&object, "open", open.into_js_value());
    set(&object, "go", go.into_js_value());
    set(&object, "asked", asked.into_js_value());
    set(&object, "label", label.into_js_value());
    set(&object, "close", close.into_js_value());
    set(&js_sys::global(), "screenUnderTest", object);
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.owner.cleanup();
    }
}

fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    // A plain object takes every property.
    let _ = Reflect::set(object, &JsValue::from_str(name), &value.into());
}

/// From the text of a definition to its screen in the page.
fn open(text: &[u8]) -> Result<Shown, String> {
    let reading = read_form("form.xml", text, &Attachments::new());
    let form = reading.form.ok_or_else(|| {
        let problems: Vec<String> = reading
            .diagnostics
            .iter()
            .map(ToString::to_string)
            .collect();
        problems.join("\n")
    })?;
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds fit by far")]
    let now = DateTime::from_timestamp_millis(js_sys::Date::now() as i64);
    let context = Context {
        now: now.unwrap_or_default().fixed_offset(),
        seed: 1,
        ..Context::default()
    };
    let session = Session::start(form, context);
    let body = document().body().ok_or("there is no page")?;
    let owner = Owner::new();
    let (interview, seek) = owner.with(|| (Interview::new(session, |_| ()), RwSignal::new(None)));
    let screen = mount_to(body, move || {
        let host = Host {
            flow: Some(Flow::Whole),
            seek: seek.into(),
            ..Host::default()
        };
        view! {
            <main class="page form-page" id="content"><FormScreen interview host/></main>
        }
    });
    Ok(Shown {
        owner,
        interview,
        seek,
        _screen: Box::new(screen),
    })
}

/// How many questions and notes apply now: those that are far from the screen are not in the page.
fn asked(shown: &Shown) -> u32 {
    shown.interview.peek(|session| {
        let asked = |item: &form::ItemId| {
            let item = session.item(*item);
            matches!(item.kind(), ItemKind::Question(_) | ItemKind::Note) && item.relevant()
        };
        u32::try_from(session.items().filter(asked).count()).unwrap_or(u32::MAX)
    })
}

/// What a note says that is far from the screen.
fn label(shown: &Shown, path: &str) -> String {
    shown.interview.peek(|session| {
        let item = session.find(path).map(|item| session.item(item));
        item.and_then(|item| item.label()).unwrap_or_default()
    })
}
