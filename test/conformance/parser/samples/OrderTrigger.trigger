trigger OrderTrigger on Order__c (before insert, before update, after delete) {
    Set<Id> ids = new Set<Id>();
    if (Trigger.isBefore && !Trigger.isDelete) {
        for (Order__c order : Trigger.new) {
            Order__c old = Trigger.isUpdate ? Trigger.oldMap.get(order.Id) : null;
            if (old?.Total__c != order.Total__c) ids.add(order.Account__c);
            order.Total__c = order.Total__c == null ? 0 : order.Total__c.setScale(2);
        }
    } else {
        OrderHandler.handle(Trigger.oldMap);
    }
}
