/** Harbor Foods: every order line gets the customer's loyalty level as its discount code. */
trigger HarborOrderLineDefaults on nwd__Order_Line__c(before insert, before update) {
    Set<Id> orderIds = new Set<Id>();
    for (nwd__Order_Line__c line : Trigger.new) {
        orderIds.add(line.nwd__Sales_Order__c);
    }
    Map<Id, nwd__Sales_Order__c> orders = new Map<Id, nwd__Sales_Order__c>(
        [SELECT Id, nwd__Account__r.Loyalty_Level__c FROM nwd__Sales_Order__c WHERE Id IN :orderIds]
    );
    for (nwd__Order_Line__c line : Trigger.new) {
        nwd__Sales_Order__c order = orders.get(line.nwd__Sales_Order__c);
        String level = order?.nwd__Account__r?.Loyalty_Level__c;
        if (String.isNotBlank(level)) {
            line.nwd__Discount_Code__c = level;
        }
    }
}
