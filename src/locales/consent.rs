//! Texts of consent: asking, taking back, the wordings; and of erasing.

super::texts! {
    /// Texts of consent.
    ConsentTexts {
        read_out: "請讀給對方聽", "请读给对方听", "Please read this out";
        language: "語言", "语言", "Language";
        spoken_yes: "口頭同意", "口头同意", "Said yes";
        tick: "我同意", "我同意", "I agree";
        tick_hint: "由對方自己勾選", "由对方自己勾选", "For the resident to tick";
        sign: "簽名同意", "签名同意", "Sign for it";
        signed: "簽好了", "签好了", "Signed";
        sign_first: "請先簽名。", "请先签名。", "Please sign first.";
        not_signed: "簽名沒能保存，請再試一次，或記下口頭同意。", "签名没能保存，请再试一次，或记下口头同意。", "The signature could not be kept. Try again, or note that they said yes.";
        back: "返回", "返回", "Back";
        said_no: "對方不同意", "对方不同意", "Said no";
        version: "第 {} 版", "第 {} 版", "Version {}";
        title: "同意記錄", "同意记录", "Consent";
        survey: "參加調查", "参加调查", "Survey";
        interview: "接受訪談", "接受访谈", "Interview";
        recording: "錄音", "录音", "Recording";
        photo: "拍照", "拍照", "Photos";
        given: "同意", "同意", "Agreed";
        refused: "不同意", "不同意", "Said no";
        withdrawn: "已撤回", "已撤回", "Taken back";
        how_spoken: "口頭", "口头", "spoken";
        how_ticked: "勾選", "勾选", "ticked";
        how_signed: "簽名", "签名", "signed";
        how_form: "在問卷中", "在问卷中", "in the questionnaire";
        withdraw: "對方撤回同意", "对方撤回同意", "They take it back";
        withdraw_title: "撤回這項同意？", "撤回这项同意？", "Take this consent back?";
        withdraw_text: "此前在這項同意下取得的內容，不再計入表格和分析。辦公室仍可看到標記；經理可以徹底刪除。", "此前在这项同意下取得的内容，不再计入表格和分析。办公室仍可看到标记；经理可以彻底删除。", "What was given under it so far is left out of tables and analysis. The office still sees it, marked; a manager can erase it.";
        withdraw_sure: "撤回同意", "撤回同意", "Take back";
        keep: "保留", "保留", "Keep";
        undo: "撤銷", "撤销", "Undo";
        withdrawn_notice: "對方已撤回同意。這份內容不計入表格和分析。", "对方已撤回同意。这份内容不计入表格和分析。", "The person took their consent back. This is left out of tables and analysis.";
        recording_notice: "對方已撤回錄音同意。錄音不再播放，也不匯出。", "对方已撤回录音同意。录音不再播放，也不导出。", "Consent to recording was taken back. The recordings are not played or exported.";
        chip: "已撤回同意", "已撤回同意", "Consent withdrawn";
        erase: "徹底刪除", "彻底删除", "Erase";
        erase_title: "徹底刪除？", "彻底删除？", "Erase this for good?";
        erase_text: "內容和檔案會從所有裝置和伺服器刪除，無法復原。只留下刪除的時間、經手人和原因。", "内容和文件会从所有设备和服务器删除，无法恢复。只留下删除的时间、经手人和原因。", "Content and files are deleted from every device and the server. This cannot be undone. Only when, by whom and why remains.";
        erase_along: "由此摘錄或整理出的 {} 項內容也一併刪除。", "由此摘录或整理出的 {} 项内容也一并删除。", "What was taken from it is erased too: {} passages and needs.";
        correct: "更正記錄", "更正记录", "Correct this";
        correct_title: "這項記錯了？", "这项记错了？", "Was this written down wrongly?";
        correct_yes: "原記錄「同意」會更正為「不同意」，此前在這項同意下取得的內容不再使用。原記錄會保留。", "原记录“同意”会更正为“不同意”，此前在这项同意下取得的内容不再使用。原记录会保留。", "“Agreed” becomes “said no”, and what came in under it is no longer used. The first record stays in the history.";
        correct_no: "會更正為「同意」。原記錄會保留。", "会更正为“同意”。原记录会保留。", "It becomes “agreed”. The first record stays in the history.";
        correct_hint: "例如：按錯了按鈕。", "例如：按错了按钮。", "For example: the wrong button was tapped.";
        correct_sure: "更正", "更正", "Correct it";
        corrected: "更正：{}", "更正：{}", "Corrected: {}";
        erase_why: "原因", "原因", "Reason";
        erase_why_hint: "例如：對方要求刪除。不要寫個人資料。", "例如：对方要求删除。不要写个人信息。", "For example: the person asked for it. No personal data here.";
        erase_why_missing: "請寫下原因。", "请写下原因。", "Please give a reason.";
        erase_sure: "確定刪除", "确定删除", "Yes, erase it";
        rules_title: "上門規則與同意書", "上门规则与同意书", "Rules at the door and wordings";
        rules_sub: "到訪次數、位置，以及徵求同意時讀出的文字。", "到访次数、位置，以及征求同意时读出的文字。", "How often a door is tried, positions, and the words in which consent is asked.";
        rules_read_only: "由經理設定。", "由经理设置。", "Set by the manager.";
        attempts: "無人應門時，至少到訪幾次才算最終未遇", "无人应门时，至少到访几次才算最终未遇", "Visits before “nobody met” is final";
        spread: "分佈在白天、晚上和週末", "分布在白天、晚上和周末", "Spread over day, evening and weekend";
        position: "記錄到訪時的位置（各人仍可拒絕）", "记录到访时的位置（各人仍可拒绝）", "Note the position of visits (each person may still decline)";
        wordings: "同意書文字", "同意书文字", "Wordings of consent";
        wordings_sub: "已使用的版本不會更改；寫下新版本後，會再徵求一次同意。", "已使用的版本不会更改；写下新版本后，会再征求一次同意。", "A version in use never changes. After a new one, people are asked again.";
        new_version: "寫新版本", "写新版本", "Write a new version";
        publish: "發佈第 {} 版", "发布第 {} 版", "Publish version {}";
        all_three: "三種語言都要填寫。", "三种语言都要填写。", "Please fill in all three languages.";
        cancel: "取消", "取消", "Cancel";
    }
}
