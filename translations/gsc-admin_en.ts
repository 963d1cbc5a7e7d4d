<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
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
    <name>Gui::MainWindow</name>
    <message numerus="yes">
        <source>%n change(s) are not saved yet.</source>
        <translation>
            <numerusform>%n change is not saved yet.</numerusform>
            <numerusform>%n changes are not saved yet.</numerusform>
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
</TS>
