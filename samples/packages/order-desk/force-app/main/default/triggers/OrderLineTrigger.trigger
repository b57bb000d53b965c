trigger OrderLineTrigger on Order_Line__c(before insert, before update, after insert, after update, after delete) {
    new OrderLineTriggerHandler().run();
}
