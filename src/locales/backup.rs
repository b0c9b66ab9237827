//! Texts of sealed backups.

super::texts! {
    /// Texts of sealed backups.
    BackupTexts {
        title: "備份", "备份", "Backup";
        hint: "這個屋苑在這部平板上的一切，連同填寫中的問卷和照片，存成一個檔案。只有你為它選的密碼才能打開。", "这个小区在这台平板上的一切，连同填写中的问卷和照片，存成一个文件。只有您为它选的密码才能打开。", "Everything of this estate on this tablet, with drafts and photos, in one file. Only the passphrase that you choose for it opens it.";
        save: "儲存備份", "保存备份", "Save a backup";
        restore: "從備份還原", "从备份还原", "Restore from a backup";
        save_title: "儲存備份", "保存备份", "Save a backup";
        save_text: "為這個檔案選一個密碼，可以和平板的不同。沒有它，誰也打不開這個檔案，救援碼也不行。", "为这个文件选一个密码，可以和平板的不同。没有它，谁也打不开这个文件，恢复码也不行。", "Choose a passphrase for this file; it may differ from the tablet's. Without it nobody can open the file, not even with the recovery code.";
        save_now: "儲存", "保存", "Save";
        saving: "正在儲存…", "正在保存…", "Saving…";
        saved: "備份已交給瀏覽器下載：{} 筆紀錄、{} 份填寫中的、{} 個檔案。請放到平板以外的地方。", "备份已交给浏览器下载：{} 笔记录、{} 份填写中的、{} 个文件。请放到平板以外的地方。", "The backup was handed to the browser as a download: {} entries, {} drafts, {} files. Keep it somewhere else than on this tablet.";
        not_saved: "瀏覽器沒有存下檔案。", "浏览器没有保存文件。", "The browser did not save the file.";
        restore_title: "從備份還原", "从备份还原", "Restore from a backup";
        restore_text: "檔案中的資料會加到這部平板；平板上原有的一切保持不變。不需要連線。", "文件中的数据会加到这台平板；平板上原有的一切保持不变。不需要联网。", "What is in the file is added to this tablet; all that is here stays as it is. No connection is needed.";
        choose: "選擇備份檔", "选择备份文件", "Choose the backup file";
        chosen: "已選：{}", "已选：{}", "Chosen: {}";
        not_chosen: "請先選擇備份檔。", "请先选择备份文件。", "Choose the backup file first.";
        passphrase: "這個備份檔的密碼", "这个备份文件的密码", "The file's passphrase";
        restore_now: "還原", "还原", "Restore";
        restoring: "正在還原…", "正在还原…", "Restoring…";
        restored: "已還原：{} 筆新紀錄、{} 份填寫中的、{} 個檔案。", "已还原：{} 笔新记录、{} 份填写中的、{} 个文件。", "Restored: {} new entries, {} drafts, {} files.";
        left: "{} 份草稿沒有改動：平板上已有，或之後已完成。", "{} 份草稿没有改动：平板上已有，或之后已完成。", "Drafts left as they are, because they are here already or were finished since: {}.";
        all_here: "備份中的一切原本就在這裡。", "备份中的一切原本就在这里。", "All that is in the backup was here already.";
        wrong: "這不是這個檔案的密碼。請留意大小寫和輸入法，再試一次。", "这不是这个文件的密码。请留意大小写和输入法，再试一次。", "That is not the passphrase of this file. Look at capitals and at the keyboard's language, then try again.";
        foreign: "這不是到戶的備份檔。請選擇以 .doorstep 結尾的檔案。", "这不是到户的备份文件。请选择以 .doorstep 结尾的文件。", "This is no backup of Doorstep. Choose a file whose name ends in .doorstep.";
        newer: "備份由較新的版本儲存。請連線並重新載入，以取得新版本。", "备份由较新的版本保存。请联网并重新载入，以取得新版本。", "The backup was saved by a newer version. Connect and reload to get it.";
        cut_off: "檔案不完整：在第 {} 個位元組中斷。請重新複製檔案，再試一次。", "文件不完整：在第 {} 个字节中断。请重新复制文件，再试一次。", "The file is not whole: it ends at byte {}. Copy it again from where it was kept, then try again.";
        altered: "檔案在第 {} 個位元組之後被改動或已損壞。請改用另一份備份，或重新複製檔案。", "文件在第 {} 个字节之后被改动或已损坏。请改用另一份备份，或重新复制文件。", "The file was altered or damaged behind byte {}. Copy it again from where it was kept, or use another backup.";
        unreadable: "讀不到檔案，可能已移動或刪除。請重新選擇。", "读不到文件，可能已移动或删除。请重新选择。", "The file can't be read; it may have been moved or deleted. Choose it again.";
        partly: "還原中途停止：{} 已還原的會保留；排除問題後再還原一次，會從這裡繼續。", "还原中途停止：{} 已还原的会保留；排除问题后再还原一次，会从这里继续。", "Restoring stopped in the middle: {} What was restored stays. Mend that, restore again, and it goes on from here.";
    }
}
