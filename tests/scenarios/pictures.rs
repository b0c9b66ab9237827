//! Pictures of every screen: to look at, in `target/e2e/screens/`, and with
//! `DOORSTEP_SCREENSHOTS=1` those that are in `docs/images/`, anew.

use std::{env, fs, path::PathBuf};

use e2e::{Browser, Engine, Lang, Server, Shape, Tablet, artefacts, root, skipped};
use serde_json::json;

#[test]
fn in_traditional_chinese() {
    take(Lang::ZhHant);
}

#[test]
fn in_english() {
    take(Lang::En);
}

fn take(lang: Lang) {
    let engine = Engine::first();
    if !engine.feigns() {
        return skipped("the pictures", "only Chromium can change its size at will");
    }
    let server = Server::start();
    let browser = Browser::start(engine, Shape::Tablet, "tablet");
    let tablet = Tablet::at(&server.url(""), browser);
    tour(&tablet, lang, &Camera::new(&tablet.browser, lang));
}

/// Through all screens, in the order in which a person meets them.
fn tour(tablet: &Tablet, lang: Lang, camera: &Camera<'_>) {
    let browser = &tablet.browser;
    tablet.open("/");
    browser.see("[data-role]");
    tablet.choose_language(lang);
    camera.take("welcome");
    tablet.choose_person("supervisor");
    for _ in 0..2 {
        tablet.survey_next_door();
    }
    tablet.today();
    let draft = tablet.door_to_visit(3);
    tablet.open_door(&draft);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.draft_saved();
    tablet.open("/");
    browser.see(".door[data-state=\"draft\"]");
    camera.take("today");
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    camera.take("unit");
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.next();
    tablet.answer("/respondent/respondent_role", "owner");
    tablet.answer("/respondent/household_size", "3");
    tablet.next();
    tablet.answer("/services/services_wanted", "housekeeping culture");
    tablet.draft_saved();
    camera.take("survey");
    tablet.next();
    tablet.answer("/service_housekeeping/housekeeping_need", "5");
    tablet.draft_saved();
    camera.take("survey-service");
    tablet.next();
    tablet.answer("/service_culture/culture_need", "4");
    tablet.next();
    tablet.answer("/priority/priority_1", "culture");
    tablet.next_until("/closing/feedback_wanted");
    tablet.answer("/closing/feedback_wanted", "no");
    while !tablet.at_check() {
        tablet.next();
    }
    camera.take("check");
    let response = tablet.finish();
    tablet.all_sent();
    camera.take("done");
    tablet.listed_as(&response, "sent");
    camera.take("finished");
    browser.click(r#".tabs a[href="/office"]"#);
    browser.see(r#"main a[href="/incoming"]"#);
    camera.take("office");
    browser.click(r#"main a[href="/incoming"]"#);
    browser.see("[data-response]");
    browser.click(&format!(r#"[data-response="{response}"]"#));
    browser.see(".answers");
    camera.take("response");
    tablet.settings();
    camera.take("settings");
}

struct Camera<'a> {
    browser: &'a Browser,
    lang: Lang,
    documents: Option<PathBuf>,
}

impl<'a> Camera<'a> {
    fn new(browser: &'a Browser, lang: Lang) -> Self {
        let asked = env::var("DOORSTEP_SCREENSHOTS").is_ok_and(|value| value == "1");
        let documents = asked.then(|| root().join("docs/images"));
        Self {
            browser,
            lang,
            documents,
        }
    }

    /// Takes the screen that shows in every size and light.
    fn take(&self, name: &str) {
        if let Some(folder) = &self.documents {
            let file = folder.join(format!("{name}.png"));
            // Those that no document shows would only lie there.
            if self.lang == Lang::ZhHant && file.exists() {
                self.shoot(Shape::Tablet, "light", &file);
            }
            return;
        }
        let folder = artefacts("screens");
        for (shape, size) in [(Shape::Tablet, "tablet"), (Shape::Phone, "phone")] {
            for theme in ["light", "dark"] {
                let file = format!("{name}-{size}-{}-{theme}.png", self.lang.tag());
                self.shoot(shape, theme, &folder.join(file));
            }
        }
        self.set(Shape::Tablet, "light");
    }

    fn shoot(&self, shape: Shape, theme: &str, file: &std::path::Path) {
        self.set(shape, theme);
        let picture = self.browser.picture();
        assert!(
            picture.len() > 2_000,
            "{}: an empty picture",
            file.display()
        );
        fs::write(file, picture).expect("the picture");
    }

    fn set(&self, shape: Shape, theme: &str) {
        self.browser.resize(shape);
        // Two frames: one to lay out, one to paint.
        self.browser.script_async(
            "const [theme, done] = arguments;
            document.documentElement.dataset.theme = theme;
            scrollTo(0, 0);
            requestAnimationFrame(() => requestAnimationFrame(done))",
            vec![json!(theme)],
        );
    }
}
