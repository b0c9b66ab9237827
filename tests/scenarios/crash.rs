//! A panic ends the app in WebAssembly; what speaks then is plain JavaScript.

use e2e::{Engine, Lang, Server, Tablet};

#[test]
fn it_says_that_the_answers_are_safe_and_offers_a_reload() {
    let server = Server::start();
    let tablet = Tablet::ready(Engine::first(), &server, "tablet", Lang::En);
    let browser = &tablet.browser;
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.start("QP-08-16-F001");
    tablet.answer("/opening/consent", "yes");
    tablet.draft_saved();
    let words = [
        (Lang::En, "Your answers are saved", "Reload"),
        (Lang::ZhHant, "你的答案已儲存", "重新載入"),
        (Lang::ZhHans, "您的答案已保存", "重新加载"),
    ];
    for (lang, safe, reload) in words {
        browser.script(
            "localStorage.setItem('doorstep.language', JSON.stringify(arguments[0]))",
            vec![lang.tag().into()],
        );
        // The very event that the app's panic hook sends.
        browser.script(
            "dispatchEvent(new CustomEvent('doorstep-panic', { detail: 'src/desk.rs:1:1' }))",
            Vec::new(),
        );
        browser.see_text(".overlay [role=alertdialog]", safe);
        assert_eq!(browser.text(".overlay button"), reload);
        assert_eq!(
            browser.property("body", "inert"),
            true,
            "nothing behind it can be used"
        );
        browser.click(".overlay button");
        browser.see_no(".overlay");
        let yes = r#"[data-path="/opening/consent"] [data-choice="yes"]"#;
        assert_eq!(browser.property(yes, "checked"), true);
        assert_eq!(browser.attribute("html", "lang"), lang.tag());
    }
}
