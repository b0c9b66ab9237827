//! Texts of profiles: unlocking, passphrases, recovery, locking, wiping.

super::texts! {
    /// Texts of the lock screen and of all that has to do with keys.
    LockTexts {
        who: "由誰使用？", "由谁使用？", "Who is using this tablet?";
        unnamed: "沒有密碼的資料", "没有密码的数据", "Without a passphrase";
        last_used: "上次使用", "上次使用", "Used last";
        locked: "已上鎖", "已锁定", "Locked";
        open: "未上鎖", "未锁定", "Not locked";
        another: "另一個人", "另一个人", "Another person";
        others: "換人使用", "换人使用", "Someone else";
        unlock_title: "解鎖", "解锁", "Unlock";
        hello: "{}，你好", "{}，您好", "Hello, {}";
        passphrase: "密碼", "密码", "Passphrase";
        show: "顯示", "显示", "Show";
        hide: "隱藏", "隐藏", "Hide";
        caps: "大寫鎖定已開啟。", "大写锁定已打开。", "Caps Lock is on.";
        unlock: "解鎖", "解锁", "Unlock";
        unlocking: "正在解鎖…", "正在解锁…", "Unlocking…";
        working: "正在準備密鑰…", "正在准备密钥…", "Preparing the key…";
        forgot: "忘記密碼", "忘记密码", "I forgot the passphrase";
        wrong: "密碼不對。請留意大小寫和輸入法，再試一次。", "密码不对。请留意大小写和输入法，再试一次。", "That is not the passphrase. Look at capitals and at the keyboard's language, then try again.";
        empty: "請輸入密碼。", "请输入密码。", "Enter the passphrase.";
        damaged: "這部平板上的密鑰資料已損壞。請用備份還原，並通知主任。", "这台平板上的密钥数据已损坏。请用备份还原，并通知主任。", "The key data on this tablet is damaged. Restore from a backup and tell your supervisor.";
        newer: "密鑰由較新的版本建立。請連線並重新載入，以取得新版本。", "密钥由较新的版本建立。请联网并重新载入，以取得新版本。", "The key was made by a newer version. Connect and reload to get it.";
        unsuited: "這個瀏覽器無法計算密鑰（{}）。請更新瀏覽器；網址須以 https 開頭。", "这个浏览器无法计算密钥（{}）。请更新浏览器；网址须以 https 开头。", "This browser cannot compute the key ({}). Update it; the address must begin with https.";
        back: "返回", "返回", "Back";
        next: "繼續", "继续", "Continue";
        cancel: "取消", "取消", "Cancel";

        pin_title: "輸入 PIN", "输入 PIN", "Enter your PIN";
        pin_wrong: "PIN 不對，還可以試 {} 次。", "PIN 不对，还可以试 {} 次。", "That is not the PIN. Tries left: {}.";
        use_passphrase: "改用密碼", "改用密码", "Use the passphrase";

        recover_title: "用救援碼解鎖", "用恢复码解锁", "Unlock with the recovery code";
        recover_text: "輸入建立密碼時印出或存下的 24 個字元，再設定新的密碼。", "输入建立密码时打印或保存的 24 个字符，再设置新的密码。", "Type the 24 characters that you printed or saved when the passphrase was made, and choose a new passphrase.";
        code: "救援碼", "恢复码", "Recovery code";
        code_length: "救援碼有 24 個字元，這裡有 {} 個。", "恢复码有 24 个字符，这里有 {} 个。", "A recovery code has 24 characters; here are {}.";
        code_character: "救援碼裡沒有「{}」。", "恢复码里没有“{}”。", "No recovery code has the character {}.";
        code_check: "有一個字元不對，或兩個字元調換了。請逐組核對。", "有一个字符不对，或两个字符调换了。请逐组核对。", "One character is wrong, or two have changed places. Compare it group by group.";
        code_wrong: "這不是這份資料的救援碼。", "这不是这份数据的恢复码。", "This is not the recovery code of this profile.";
        no_code: "沒有救援碼：資料再也無法讀取，只能清除後重新加入。", "没有恢复码：数据再也无法读取，只能清除后重新加入。", "Without the code nobody can read this data any more. It can only be wiped, and the site joined again.";

        make_title: "設定密碼", "设置密码", "Choose a passphrase";
        make_text: "平板上的一切會用它上鎖。沒有人能替你找回，連辦公室也不能。", "平板上的一切会用它锁定。没有人能替您找回，连办公室也不能。", "It locks everything on this tablet. Nobody can look it up for you, not even the office.";
        make_hint: "用幾個不相關的詞，好記又難猜。長短和字元沒有其他規定。", "用几个不相关的词，好记又难猜。长短和字符没有其他规定。", "A few words that have nothing to do with each other are easy to remember and hard to guess. There are no other rules.";
        name: "顯示在鎖定畫面上的名稱", "显示在锁定屏幕上的名称", "Name on the lock screen";
        name_hint: "拿到平板的人都看得到，可以用小名。", "拿到平板的人都看得到，可以用小名。", "Anyone who holds the tablet can see it; a nickname will do.";
        name_empty: "請寫一個名稱，好在鎖定畫面上認得。", "请写一个名称，好在锁定屏幕上认得。", "Write a name, to tell profiles apart on the lock screen.";
        new_passphrase: "新密碼", "新密码", "New passphrase";
        old_passphrase: "現在的密碼", "现在的密码", "Present passphrase";
        too_easy: "太容易猜：幾分鐘就試得出來。請再加一個詞。", "太容易猜：几分钟就试得出来。请再加一个词。", "Too easy: it would be found within minutes. Add another word.";
        fair: "擋得住撿到平板的人。再加一個詞會好得多。", "挡得住捡到平板的人。再加一个词会好得多。", "Holds against someone who finds the tablet. One more word makes it much better.";
        good: "好：要試上多年。", "好：要试上多年。", "Good: it would take years to find.";
        strong: "很好。", "很好。", "Very good.";

        code_title: "把救援碼收好", "把恢复码收好", "Keep your recovery code safe";
        code_text: "忘記密碼時，只有這組碼能打開資料。它只顯示這一次。請印出或抄下，放在平板以外的地方。", "忘记密码时，只有这组码能打开数据。它只显示这一次。请打印或抄下，放在平板以外的地方。", "If you forget the passphrase, only this code opens your data. It is shown this once. Print it or write it down, and keep it away from the tablet.";
        print: "列印", "打印", "Print";
        save: "存成檔案", "存成文件", "Save to a file";
        save_name: "到戶救援碼.txt", "到户恢复码.txt", "doorstep-recovery-code.txt";
        confirm_code: "請輸入第 {} 組，確認你已記下", "请输入第 {} 组，确认您已记下", "Type group {} to show that you have it";
        confirm_wrong: "這一組不同。請再看一次你記下的碼。", "这一组不同。请再看一次您记下的码。", "That group differs. Look at what you wrote down.";
        have_it: "我已收好", "我已收好", "I have it";
        printed_for: "到戶救援碼", "到户恢复码", "Doorstep recovery code";

        section: "密碼與上鎖", "密码与锁定", "Passphrase and locking";
        section_open: "這部平板上的資料未上鎖：拿到平板的人都讀得到。", "这台平板上的数据未锁定：拿到平板的人都读得到。", "The data on this tablet is not locked: whoever holds the tablet can read it.";
        protect: "用密碼保護", "用密码保护", "Protect with a passphrase";
        lock_now: "立即上鎖", "立即锁定", "Lock now";
        auto_lock: "閒置多久後上鎖", "闲置多久后锁定", "Lock when nobody has touched it for";
        minutes: "{} 分鐘", "{} 分钟", "{} min";
        never: "不自動上鎖", "不自动锁定", "Never";
        change_passphrase: "更改密碼", "更改密码", "Change the passphrase";
        changed: "密碼已更改。", "密码已更改。", "The passphrase is changed.";
        new_code: "換一組救援碼", "换一组恢复码", "New recovery code";
        new_code_text: "舊的救援碼從此失效。", "旧的恢复码从此失效。", "The old recovery code stops working.";
        code_changed: "救援碼已更換，舊的不再有效。", "恢复码已更换，旧的不再有效。", "The recovery code is new; the old one no longer works.";
        set_pin: "設定 PIN", "设置 PIN", "Set a PIN";
        change_pin: "更改 PIN", "更改 PIN", "Change the PIN";
        remove_pin: "取消 PIN", "取消 PIN", "Remove the PIN";
        pin_hint: "4 至 8 個數字，閒置上鎖後不必再輸入整句密碼。關閉程式後仍需密碼；錯 5 次也是。", "4 至 8 个数字，闲置锁定后不必再输入整句密码。关闭程序后仍需密码；错 5 次也是。", "4 to 8 digits, instead of the whole passphrase after a short break. Once the app was closed, or after 5 wrong tries, the passphrase is needed.";
        pin_new: "新的 PIN", "新的 PIN", "New PIN";
        pin_form: "PIN 須為 4 至 8 個數字。", "PIN 须为 4 至 8 个数字。", "A PIN has 4 to 8 digits.";
        pin_easy: "這個 PIN 太容易猜。", "这个 PIN 太容易猜。", "That PIN is too easy to guess.";
        pin_set: "PIN 已設定。", "PIN 已设置。", "The PIN is set.";
        pin_removed: "PIN 已取消。", "PIN 已取消。", "The PIN is removed.";
        save_change: "儲存", "保存", "Save";

        wipe: "清除這份資料", "清除这份数据", "Wipe this profile";
        wipe_title: "清除這部平板上的這份資料？", "清除这台平板上的这份数据？", "Wipe this profile from the tablet?";
        wipe_text: "問卷、草稿、照片與密鑰都會從這部平板刪除，無法復原。已送達辦公室的不受影響。", "问卷、草稿、照片与密钥都会从这台平板删除，无法恢复。已送达办公室的不受影响。", "Answers, drafts, photos and keys are deleted from this tablet for good. What has reached the office stays there.";
        wipe_unsent: "尚未送出，將會失去：{} 筆紀錄、{} 份填寫中的問卷、{} 個檔案。", "尚未送出，将会失去：{} 笔记录、{} 份填写中的问卷、{} 个文件。", "Not yet sent, and lost by this: {} entries, {} questionnaires being filled in, {} file{s}.";
        wipe_all_sent: "一切都已送達辦公室。", "一切都已送达办公室。", "Everything has reached the office.";
        wipe_unknown: "資料已上鎖，無法得知有沒有未送出的內容；若有，將會失去。", "数据已锁定，无法得知有没有未送出的内容；如有，将会失去。", "It is locked, so nobody can say whether something was not yet sent. If so, it is lost.";
        wipe_word: "清除", "清除", "wipe";
        wipe_type: "請輸入「{}」以確認", "请输入“{}”以确认", "Type “{}” to confirm";
        wipe_wrong: "請照樣輸入上面的詞。", "请照样输入上面的词。", "Type the word as it stands above.";
        wipe_now: "立即清除", "立即清除", "Wipe now";
        wiping: "正在清除…", "正在清除…", "Wiping…";
    }
}
