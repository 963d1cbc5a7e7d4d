<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>App::BackupText</name>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation>
            <numerusform>%n table</numerusform>
            <numerusform>%n tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restore rehearsed %n day(s) ago</source>
        <translation>
            <numerusform>restore rehearsed %n day ago</numerusform>
            <numerusform>restore rehearsed %n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>App::CommandLine</name>
    <message numerus="yes">
        <source>warning: %Ln value(s) held characters that this format cannot hold; “�” stands in their place.</source>
        <translation>
            <numerusform>warning: %Ln value held characters that this format cannot hold; “�” stands in their place.</numerusform>
            <numerusform>warning: %Ln values held characters that this format cannot hold; “�” stands in their place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) were exported to “%1” (%2).</source>
        <translation>
            <numerusform>%Ln row was exported to “%1” (%2).</numerusform>
            <numerusform>%Ln rows were exported to “%1” (%2).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>App::ProfileText</name>
    <message numerus="yes">
        <source>%1, %n day(s) ago</source>
        <translation>
            <numerusform>%1, %n day ago</numerusform>
            <numerusform>%1, %n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>App::ProfilesVerb</name>
    <message numerus="yes">
        <source>%n profile(s) were imported, without passwords.</source>
        <translation>
            <numerusform>%n profile was imported, without passwords.</numerusform>
            <numerusform>%n profiles were imported, without passwords.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s) were exported to “%1”, without passwords.</source>
        <translation>
            <numerusform>%n profile was exported to “%1”, without passwords.</numerusform>
            <numerusform>%n profiles were exported to “%1”, without passwords.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Backup::Retention</name>
    <message numerus="yes">
        <source>made before a restore, kept for %n day(s)</source>
        <translation>
            <numerusform>made before a restore, kept for %n day</numerusform>
            <numerusform>made before a restore, kept for %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a check found a problem, kept for %n day(s)</source>
        <translation>
            <numerusform>a check found a problem, kept for %n day</numerusform>
            <numerusform>a check found a problem, kept for %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>one of the last %n</source>
        <translation>
            <numerusform>one of the last %n</numerusform>
            <numerusform>one of the last %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Customers::CustomerRepository</name>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in %1</source>
        <translation>
            <numerusform>%n row in %1</numerusform>
            <numerusform>%n rows in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Customers::Rules</name>
    <message numerus="yes">
        <source>%n character(s) too many.</source>
        <translation>
            <numerusform>%n character too many.</numerusform>
            <numerusform>%n characters too many.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message numerus="yes">
        <source>It is there, with all columns that are needed (%Ln column(s)).</source>
        <extracomment>%Ln is the number of columns</extracomment>
        <translation>
            <numerusform>It is there, with the column that is needed (%Ln column).</numerusform>
            <numerusform>It is there, with all columns that are needed (%Ln columns).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %Ln row(s) by the server&apos;s statistics.</source>
        <translation>
            <numerusform>About %Ln row by the server&apos;s statistics.</numerusform>
            <numerusform>About %Ln rows by the server&apos;s statistics.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) applied, the last is %1.</source>
        <translation>
            <numerusform>%Ln migration applied, the last is %1.</numerusform>
            <numerusform>%Ln migrations applied, the last is %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other address(es) do not.</source>
        <translation>
            <numerusform>%Ln other address does not.</numerusform>
            <numerusform>%Ln other addresses do not.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 does not answer on port %2; nothing came back within %Ln second(s).</source>
        <translation>
            <numerusform>%1 does not answer on port %2; nothing came back within %Ln second.</numerusform>
            <numerusform>%1 does not answer on port %2; nothing came back within %Ln seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server takes the connection, but does not answer within %Ln second(s).</source>
        <translation>
            <numerusform>The server takes the connection, but does not answer within %Ln second.</numerusform>
            <numerusform>The server takes the connection, but does not answer within %Ln seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The database did not wake up within %Ln second(s).</source>
        <translation>
            <numerusform>The database did not wake up within %Ln second.</numerusform>
            <numerusform>The database did not wake up within %Ln seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln active</source>
        <translation>
            <numerusform>%Ln active</numerusform>
            <numerusform>%Ln active</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln idle</source>
        <translation>
            <numerusform>%Ln idle</numerusform>
            <numerusform>%Ln idle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln idle in a transaction</source>
        <translation>
            <numerusform>%Ln idle in a transaction</numerusform>
            <numerusform>%Ln idle in a transaction</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of other users</source>
        <translation>
            <numerusform>%Ln of other users</numerusform>
            <numerusform>%Ln of other users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The database did not answer within %Ln second(s).</source>
        <translation>
            <numerusform>The database did not answer within %Ln second.</numerusform>
            <numerusform>The database did not answer within %Ln seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::BackupDesk</name>
    <message numerus="yes">
        <source>“%1” is backed up and read again: %Ln row(s), %2, in %3.</source>
        <translation>
            <numerusform>“%1” is backed up and read again: %Ln row, %2, in %3.</numerusform>
            <numerusform>“%1” is backed up and read again: %Ln rows, %2, in %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln row(s)</source>
        <extracomment>A table, how many rows were restored for trial</extracomment>
        <translation>
            <numerusform>%1: %Ln row</numerusform>
            <numerusform>%1: %Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s) deleted.</source>
        <translation>
            <numerusform>%Ln backup deleted.</numerusform>
            <numerusform>%Ln backups deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::BackupFacts</name>
    <message numerus="yes">
        <source>%1: %Ln row(s)</source>
        <extracomment>A table of a backup, how many rows</extracomment>
        <translation>
            <numerusform>%1: %Ln row</numerusform>
            <numerusform>%1: %Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln migration(s)</source>
        <extracomment>When a backup was made, how many migrations its database had</extracomment>
        <translation>
            <numerusform>%1 · %Ln migration</numerusform>
            <numerusform>%1 · %Ln migrations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::BackupHistoryPage</name>
    <message numerus="yes">
        <source>The last test restore of “%1” was %n day(s) ago. Test one every month.</source>
        <translation>
            <numerusform>The last test restore of “%1” was %n day ago. Test one every month.</numerusform>
            <numerusform>The last test restore of “%1” was %n days ago. Test one every month.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::BackupStaging</name>
    <message numerus="yes">
        <source>%n customer(s) changed.</source>
        <translation>
            <numerusform>%n customer changed.</numerusform>
            <numerusform>%n customers changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) brought back as new, with new numbers.</source>
        <translation>
            <numerusform>%n customer brought back as new, with new numbers.</numerusform>
            <numerusform>%n customers brought back as new, with new numbers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) have these values already.</source>
        <translation>
            <numerusform>%n customer has these values already.</numerusform>
            <numerusform>%n customers have these values already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::BackupWords</name>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s) ago</source>
        <translation>
            <numerusform>%n week ago</numerusform>
            <numerusform>%n weeks ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) ago</source>
        <translation>
            <numerusform>%n month ago</numerusform>
            <numerusform>%n months ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ChangePasswordDialog</name>
    <message numerus="yes">
        <source>Use at least %n characters</source>
        <translation>
            <numerusform>Use at least %n character</numerusform>
            <numerusform>Use at least %n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::CleanUpDialog</name>
    <message numerus="yes">
        <source>%Ln backup(s) are deleted, %1. Nothing brings them back.</source>
        <translation>
            <numerusform>%Ln backup is deleted, %1. Nothing brings it back.</numerusform>
            <numerusform>%Ln backups are deleted, %1. Nothing brings them back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::CompareDialog</name>
    <message numerus="yes">
        <source>Only the first %Ln differences are shown.</source>
        <translation>
            <numerusform>Only the first %Ln difference is shown.</numerusform>
            <numerusform>Only the first %Ln differences are shown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Bring back %n customer(s)</source>
        <translation>
            <numerusform>&amp;Bring back %n customer</numerusform>
            <numerusform>&amp;Bring back %n customers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::CustomerEditor</name>
    <message numerus="yes">
        <source>Delete %n customer(s)</source>
        <translation>
            <numerusform>Delete %n customer</numerusform>
            <numerusform>Delete %n customers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restore %n customer(s)</source>
        <translation>
            <numerusform>Restore %n customer</numerusform>
            <numerusform>Restore %n customers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::CustomerFilterBar</name>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln match</numerusform>
            <numerusform>%Ln matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln customer(s)</source>
        <translation>
            <numerusform>%Ln customer</numerusform>
            <numerusform>%Ln customers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::CustomerForm</name>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in %1</source>
        <translation>
            <numerusform>%n row in %1</numerusform>
            <numerusform>%n rows in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln customers selected</source>
        <translation>
            <numerusform>%Ln customer selected</numerusform>
            <numerusform>%Ln customers selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) not saved</source>
        <translation>
            <numerusform>%n change not saved</numerusform>
            <numerusform>%n changes not saved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::CustomersPage</name>
    <message numerus="yes">
        <source>%n job(s)</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in %1</source>
        <translation>
            <numerusform>%n row in %1</numerusform>
            <numerusform>%n rows in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cells are too many to copy at once. Select fewer rows.</source>
        <translation>
            <numerusform>%n cell is too many to copy at once. Select fewer rows.</numerusform>
            <numerusform>%n cells are too many to copy at once. Select fewer rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n customer(s).</source>
        <translation>
            <numerusform>Saved %n customer.</numerusform>
            <numerusform>Saved %n customers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes of somebody else to other fields of %n customer(s) were kept.</source>
        <translation>
            <numerusform>Changes of somebody else to other fields of %n customer were kept.</numerusform>
            <numerusform>Changes of somebody else to other fields of %n customers were kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n customer(s) for good.</source>
        <translation>
            <numerusform>Deleted %n customer for good.</numerusform>
            <numerusform>Deleted %n customers for good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unsaved changes to %n customer(s) from last time are back.</source>
        <translation>
            <numerusform>Unsaved changes to %n customer from last time are back.</numerusform>
            <numerusform>Unsaved changes to %n customers from last time are back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customers are too many at once. Select fewer.</source>
        <translation>
            <numerusform>%n customer is too many at once. Select fewer.</numerusform>
            <numerusform>%n customers are too many at once. Select fewer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n customer(s) you delete have %1.</source>
        <translation>
            <numerusform>The customer you delete has %1.</numerusform>
            <numerusform>The %n customers you delete have %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) will be gone for good. This cannot be undone.</source>
        <translation>
            <numerusform>%n customer will be gone for good. This cannot be undone.</numerusform>
            <numerusform>%n customers will be gone for good. This cannot be undone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) will be forgotten. Undo brings them back as long as this window is open.</source>
        <translation>
            <numerusform>%n change will be forgotten. Undo brings it back as long as this window is open.</numerusform>
            <numerusform>%n changes will be forgotten. Undo brings them back as long as this window is open.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ExportDesk</name>
    <message numerus="yes">
        <source>%Ln row(s) were exported to “%1” (%2).</source>
        <translation>
            <numerusform>%Ln row was exported to “%1” (%2).</numerusform>
            <numerusform>%Ln rows were exported to “%1” (%2).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) had characters that this format cannot hold; they were replaced.</source>
        <translation>
            <numerusform>%Ln value had characters that this format cannot hold; they were replaced.</numerusform>
            <numerusform>%Ln values had characters that this format cannot hold; they were replaced.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ExportDialog</name>
    <message numerus="yes">
        <source>%Ln customer(s)</source>
        <translation>
            <numerusform>%Ln customer</numerusform>
            <numerusform>%Ln customers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, with the order and the %Ln column(s) on screen</source>
        <extracomment>%1 is &quot;12 of 40 customers&quot;</extracomment>
        <translation>
            <numerusform>%1, with the order and the %Ln column on screen</numerusform>
            <numerusform>%1, with the order and the %Ln columns on screen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln customer(s), also those in the trash, with every column</source>
        <translation>
            <numerusform>%Ln customer, also those in the trash, with every column</numerusform>
            <numerusform>%Ln customers, also those in the trash, with every column</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s) that are not saved yet will not be in the file.</source>
        <translation>
            <numerusform>%Ln change that is not saved yet will not be in the file.</numerusform>
            <numerusform>%Ln changes that are not saved yet will not be in the file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::JobsPanel</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s)</source>
        <translation>
            <numerusform>%Ln page</numerusform>
            <numerusform>%Ln pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::LockDialog</name>
    <message numerus="yes">
        <source>For %Ln second(s), since %1.</source>
        <translation>
            <numerusform>For %Ln second, since %1.</numerusform>
            <numerusform>For %Ln seconds, since %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::MainWindow</name>
    <message numerus="yes">
        <source>%n job(s) are still running: %1</source>
        <translation>
            <numerusform>%n job is still running: %1</numerusform>
            <numerusform>%n jobs are still running: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::NoticeBar</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::OpeningPane</name>
    <message numerus="yes">
        <source>%n second(s) so far.</source>
        <translation>
            <numerusform>%n second so far.</numerusform>
            <numerusform>%n seconds so far.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::PassphraseFields</name>
    <message numerus="yes">
        <source>At least %n characters. Without the passphrase nobody can read the backup, not even you: keep it somewhere else.</source>
        <translation>
            <numerusform>At least %n character. Without the passphrase nobody can read the backup, not even you: keep it somewhere else.</numerusform>
            <numerusform>At least %n characters. Without the passphrase nobody can read the backup, not even you: keep it somewhere else.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::PendingBar</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s)</source>
        <translation>
            <numerusform>%n customer</numerusform>
            <numerusform>%n customers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ProfileListModel</name>
    <message numerus="yes">
        <source>Password is %n days old</source>
        <translation>
            <numerusform>Password is %n day old</numerusform>
            <numerusform>Password is %n days old</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ProfileManager</name>
    <message numerus="yes">
        <source>%n profiles were imported. Passwords are never in such a file.</source>
        <translation>
            <numerusform>%n profile was imported. Passwords are never in such a file.</numerusform>
            <numerusform>%n profiles were imported. Passwords are never in such a file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profiles were exported, without their passwords.</source>
        <translation>
            <numerusform>%n profile was exported, without its password.</numerusform>
            <numerusform>%n profiles were exported, without their passwords.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ProfileSecretFields</name>
    <message numerus="yes">
        <source>The password is %n days old. Change it at least every 90 days.</source>
        <translation>
            <numerusform>The password is %n day old. Change it at least every 90 days.</numerusform>
            <numerusform>The password is %n days old. Change it at least every 90 days.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::QueryLog</name>
    <message numerus="yes">
        <source>%Ln statement(s)</source>
        <translation>
            <numerusform>%Ln statement</numerusform>
            <numerusform>%Ln statements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln slow</source>
        <comment>statements of more than a second</comment>
        <translation>
            <numerusform>%Ln slow</numerusform>
            <numerusform>%Ln slow</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::QueryLogPage</name>
    <message numerus="yes">
        <source>Saved %Ln statement(s) to %1.</source>
        <translation>
            <numerusform>Saved %Ln statement to %1.</numerusform>
            <numerusform>Saved %Ln statements to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::RestoreChoicePage</name>
    <message numerus="yes">
        <source>%n chosen customer(s)</source>
        <translation>
            <numerusform>%n chosen customer</numerusform>
            <numerusform>%n chosen customers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::ReviewDialog</name>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln change</numerusform>
            <numerusform>%Ln changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln customer(s)</source>
        <translation>
            <numerusform>%Ln customer</numerusform>
            <numerusform>%Ln customers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::SchemaDesk</name>
    <message numerus="yes">
        <source>%Ln migration(s) of “%1” went well on the copy, in %2. The database itself was not touched.</source>
        <translation>
            <numerusform>%Ln migration of “%1” went well on the copy, in %2. The database itself was not touched.</numerusform>
            <numerusform>%Ln migrations of “%1” went well on the copy, in %2. The database itself was not touched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) were applied to “%1” and checked, in %2.</source>
        <translation>
            <numerusform>%Ln migration was applied to “%1” and checked, in %2.</numerusform>
            <numerusform>%Ln migrations were applied to “%1” and checked, in %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) of “%1” were rolled back and checked, in %2.</source>
        <translation>
            <numerusform>%Ln migration of “%1” was rolled back and checked, in %2.</numerusform>
            <numerusform>%Ln migrations of “%1” were rolled back and checked, in %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) of “%1” are in the history now. No table was touched.</source>
        <translation>
            <numerusform>%Ln migration of “%1” is in the history now. No table was touched.</numerusform>
            <numerusform>%Ln migrations of “%1” are in the history now. No table was touched.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::SchemaWords</name>
    <message numerus="yes">
        <source>%Ln thing(s) in the database are not as expected.</source>
        <translation>
            <numerusform>%Ln thing in the database is not as expected.</numerusform>
            <numerusform>%Ln things in the database are not as expected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) changed after they were applied.</source>
        <translation>
            <numerusform>%Ln file changed after it was applied.</numerusform>
            <numerusform>%Ln files changed after they were applied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) were begun and not finished. Applying goes on with them.</source>
        <translation>
            <numerusform>%Ln migration was begun and not finished. Applying goes on with it.</numerusform>
            <numerusform>%Ln migrations were begun and not finished. Applying goes on with them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln migration(s) can be applied.</source>
        <translation>
            <numerusform>%Ln migration can be applied.</numerusform>
            <numerusform>%Ln migrations can be applied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::UnlockDialog</name>
    <message numerus="yes">
        <source>Unlock %1 for %n minutes?</source>
        <translation>
            <numerusform>Unlock %1 for %n minute?</numerusform>
            <numerusform>Unlock %1 for %n minutes?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Unlock for %n minutes</source>
        <translation>
            <numerusform>&amp;Unlock for %n minute</numerusform>
            <numerusform>&amp;Unlock for %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::UnsavedChanges</name>
    <message numerus="yes">
        <source>%n change(s) are not saved yet.</source>
        <translation>
            <numerusform>%n change is not saved yet.</numerusform>
            <numerusform>%n changes are not saved yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Gui::VaultPrompt</name>
    <message numerus="yes">
        <source>Use at least %n characters.</source>
        <translation>
            <numerusform>Use at least %n character.</numerusform>
            <numerusform>Use at least %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Schema</name>
    <message numerus="yes">
        <source>Up to %n row(s) of “%1” would be lost.</source>
        <translation>
            <numerusform>Up to %n row of “%1” would be lost.</numerusform>
            <numerusform>Up to %n rows of “%1” would be lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) of “%1” in “%2” would be lost.</source>
        <translation>
            <numerusform>%n value of “%1” in “%2” would be lost.</numerusform>
            <numerusform>%n values of “%1” in “%2” would be lost.</numerusform>
        </translation>
    </message>
</context>
</TS>
