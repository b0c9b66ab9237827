//! Speech to text by the browser (Web Speech API), where there is such a thing. It is not in
//! `web-sys` under one name in all browsers, so it is found by its names.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

const NAMES: [&str; 2] = ["SpeechRecognition", "webkitSpeechRecognition"];

fn kind() -> Option<Function> {
    let window = web_sys::window()?;
    NAMES
        .into_iter()
        .find_map(|name| Reflect::get(&window, &name.into()).ok()?.dyn_into().ok())
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(of: &JsValue, name: &str, value: &JsValue) {
    // Setting a property that a browser doesn't know does nothing.
    let _ = Reflect::set(of, &name.into(), value);
}

fn call(of: &JsValue, name: &str) -> Option<JsValue> {
    let method: Function = get(of, name).dyn_into().ok()?;
    method.call0(of).ok()
}

/// Whether the browser can.
pub fn is_there() -> bool {
    kind().is_some()
}

/// Whether it can in a language without sending the sound elsewhere.
pub async fn stays_here(lang: &str) -> bool {
    let Some(kind) = kind() else { return false };
    let Ok(available) = get(&kind, "available").dyn_into::<Function>() else {
        return false;
    };
    let wish = Object::new();
    set(&wish, "langs", &Array::of1(&lang.into()));
    set(&wish, "processLocally", &JsValue::TRUE);
    let Ok(answer) = available.call1(&kind, &wish) else {
        return false;
    };
    let answer = JsFuture::from(Promise::resolve(&answer)).await;
    answer.is_ok_and(|answer| answer.as_string().as_deref() == Some("available"))
}

/// Listens as long as it lives.
pub struct Dictation {
    recognition: JsValue,
    _heard: Closure<dyn Fn(JsValue)>,
    _failed: Closure<dyn Fn(JsValue)>,
    _ended: Closure<dyn Fn()>,
}

/// Begins to listen, `here` or wherever the browser sends the sound. `heard` gets each piece of
/// text, `ended` why it is over, where something went wrong.
pub fn begin(
    lang: &str,
    here: bool,
    heard: impl Fn(String) + 'static,
    ended: impl Fn(Option<String>) + Clone + 'static,
) -> Option<Dictation> {
    let recognition: JsValue = Reflect::construct(&kind()?, &Array::new()).ok()?;
    set(&recognition, "lang", &lang.into());
    set(&recognition, "continuous", &JsValue::TRUE);
    set(&recognition, "processLocally", &here.into());
    let on_result = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let results = get(&event, "results");
        let first = get(&event, "resultIndex").as_f64().unwrap_or(0.0);
        let count = get(&results, "length").as_f64().unwrap_or(0.0);
        let mut index = first;
        while index < count {
            let result = Reflect::get(&results, &index.into()).unwrap_or_default();
            let best = Reflect::get(&result, &0.into()).unwrap_or_default();
            let is_final = get(&result, "isFinal").is_truthy();
            if let Some(words) = get(&best, "transcript").as_string().filter(|_| is_final) {
                heard(words);
            }
            index += 1.0;
        }
    });
    let failed = ended.clone();
    let on_error = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        failed(Some(get(&event, "error").as_string().unwrap_or_default()));
    });
    let on_end = Closure::<dyn Fn()>::new(move || ended(None));
    set(&recognition, "onresult", on_result.as_ref());
    set(&recognition, "onerror", on_error.as_ref());
    set(&recognition, "onend", on_end.as_ref());
    call(&recognition, "start")?;
    Some(Dictation {
        recognition,
        _heard: on_result,
        _failed: on_error,
        _ended: on_end,
    })
}

impl Drop for Dictation {
    fn drop(&mut self) {
        for event in ["onresult", "onerror", "onend"] {
            set(&self.recognition, event, &JsValue::NULL);
        }
        let _ = call(&self.recognition, "stop");
    }
}
