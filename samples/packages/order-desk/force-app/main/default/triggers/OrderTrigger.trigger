trigger OrderTrigger on Sales_Order__c(before insert, before update, before delete) {
    new OrderTriggerHandler().run();
}
