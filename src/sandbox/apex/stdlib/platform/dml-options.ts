/** Options of DML. Source: Apex Reference, DMLOptions, AssignmentRuleHeader, DuplicateRuleHeader, EmailHeader. */
import { ApexBean, defineBean } from '../../runtime/library.ts';
import type { SaveHeaders } from '../../runtime/sobject.ts';

defineBean({
  name: 'Database.DMLOptions', fields: ['allowFieldTruncation', 'assignmentRuleHeader', 'emailHeader', 'localeOptions', 'optAllOrNone', 'duplicateRuleHeader'],
  initial: (bean) => {
    for (const part of ['AssignmentRuleHeader', 'EmailHeader', 'DuplicateRuleHeader']) bean.set(part, new ApexBean(`Database.DMLOptions.${part}`));
  },
});
defineBean({ name: 'Database.DMLOptions.AssignmentRuleHeader', fields: ['assignmentRuleID', 'useDefaultRule'] });
defineBean({ name: 'Database.DMLOptions.EmailHeader', fields: ['triggerAutoResponseEmail', 'triggerOtherEmail', 'triggerUserEmail'] });
defineBean({ name: 'Database.DMLOptions.DuplicateRuleHeader', fields: ['allowSave', 'runAsCurrentUser'] });

export function saveHeadersOf(options: ApexBean): SaveHeaders {
  const part = (name: string): ApexBean | null => (options.get(name) as ApexBean | null) ?? null;
  const [assignment, duplicates] = [part('AssignmentRuleHeader'), part('DuplicateRuleHeader')];
  return {
    truncates: options.get('allowFieldTruncation') === true,
    assignmentRule: (assignment?.get('assignmentRuleID') as string | null | undefined) ?? (assignment?.get('useDefaultRule') === true ? true : null),
    allowsDuplicates: duplicates?.get('allowSave') === true, comparesAsCurrentUser: duplicates?.get('runAsCurrentUser') === true,
  };
}
